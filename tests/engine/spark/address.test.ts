import { expect, test } from 'vitest';
import { readSparkAddress } from '../../../src/engine/spark/address.ts';

test.each([
  ['sc://spark.example', { host: 'spark.example', port: 15002, isSecure: false }],
  ['sc://spark.example:80/', { host: 'spark.example', port: 80, isSecure: false }],
  ['sc://[::1]:15003/;token=t', { host: '::1', port: 15003, isSecure: false, token: 't' }],
  ['sc://localhost/;use_ssl=TRUE', { host: 'localhost', port: 15002, isSecure: true }],
  ['sc://spark.example:443/;token=a%20b%3D;user_id=desk', { isSecure: true, token: 'a b=', userId: 'desk', port: 443 }],
  ['sc://spark.example;x-cluster-id=7;session_id=9', { headers: { 'x-cluster-id': '7' }, userId: 'wirecopy' }],
])('%s is read as Spark reads it', (text, address) => {
  expect(readSparkAddress(text)).toMatchObject(address);
});

test.each([
  'http://spark.example',
  'sc://',
  'sc://user:secret@spark.example',
  'sc://spark.example:99999',
  'sc://spark.example/path',
  'sc://spark.example/;token',
  'sc://spark.example/;secret half=1',
  'sc://spark.example/;x-name=%0d%0asecret',
  'sc://spark.example/;x-name=%e4',
  'sc://spark.example/;use_ssl=perhaps',
  'sc://spark.example/;token=secret;use_ssl=false',
])('%s is refused, and what may be a secret is not told', (text) => {
  expect(() => readSparkAddress(text)).toThrow(/^--spark: this is no address of a Spark Connect server \((?!.*secret)/);
});

test('a token is not in the name by which the address is told', () => {
  expect(readSparkAddress('sc://spark.example:443/;token=secret').name).toBe('sc://spark.example:443');
});
