// Installs Spark into the user's cache and runs a cluster of it on this machine, on loopback only: for the tests, for the
// drills, and by hand:
//   node scripts/spark.mjs install [4.1|3.5]
//   node scripts/spark.mjs start [4.1|3.5] [--standalone]      until Ctrl-C; prints the address to give to --spark
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** PyPI has Spark whole, with the server of Spark Connect inside as of 4.0; that of 3.5 comes from Maven Central. */
const RELEASES = {
  4.1: { pyspark: '4.1.4', scala: '2.13' },
  3.5: { pyspark: '3.5.9', scala: '2.12', connect: 'org.apache.spark:spark-connect_2.12:3.5.7' },
};
export const VERSIONS = Object.keys(RELEASES);

const CACHE = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'wirecopy');
/** A server that has not started by then has failed; a loaded machine takes half a minute. */
const START_LIMIT_MS = 240_000;
const STOP_LIMIT_MS = 8_000;
const HEAP = '1g';

/** Where a release is installed, or why it can't be used: `{ home, jars }` or `{ missing }`. */
export function findSpark(version) {
  const { status } = spawnSync('java', ['-version'], { stdio: 'ignore' });
  if (status !== 0) return { missing: 'there is no Java on the PATH' };
  const home = homeOf(placeOf(version));
  if (home === undefined)
    return { missing: `Spark ${version} is not installed (node scripts/spark.mjs install ${version})` };
  const { connect } = RELEASES[version];
  return { home, jars: connect === undefined ? [] : [jarIn(placeOf(version), connect)] };
}

/** Installs a release where it is not there yet. Throws with what the installer said. */
export function installSpark(version) {
  const place = placeOf(version);
  if (homeOf(place) !== undefined) return;
  const { pyspark, connect } = RELEASES[version];
  const unfinished = `${place}.part-${process.pid}`;
  mkdirSync(CACHE, { recursive: true });
  try {
    run('python3', ['-m', 'venv', unfinished]);
    run(path.join(unfinished, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `pyspark==${pyspark}`]);
    if (connect !== undefined)
      run('mvn', [
        '--batch-mode',
        '--quiet',
        'dependency:copy',
        `-Dartifact=${connect}`,
        `-DoutputDirectory=${unfinished}`,
      ]);
    // Whoever finds the folder finds it whole.
    renameSync(unfinished, place);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Starts a cluster and waits until it answers.
 *
 * @param options.kind `local-cluster`: executors are processes, workers are not; `standalone`: a master and workers, all processes
 * @returns its address, its event log, its processes by name, and how to stop it
 */
export async function startSpark({
  version = VERSIONS[0],
  kind = 'local-cluster',
  workers = 2,
  token,
  conf = {},
} = {}) {
  const { home, jars, missing } = findSpark(version);
  if (missing !== undefined) throw new Error(missing);
  const folder = mkdtempSync(path.join(tmpdir(), 'wirecopy-spark-'));
  const processes = new Map();
  // However this process ends, the cluster ends with it.
  const end = () => {
    for (const { pid } of processes.values()) signalGroup(pid, 'SIGKILL');
  };
  process.once('exit', end);
  const start = (name, command, args, ready) => startDaemon({ home, folder, processes, name, command, args, ready });
  const startWorker = (name, master) =>
    start(
      name,
      'spark-class',
      ['org.apache.spark.deploy.worker.Worker', '--host', '127.0.0.1', '--webui-port', '0', '--cores', '1'].concat([
        '--memory',
        '2g',
        '--work-dir',
        path.join(folder, name),
        master,
      ]),
      'Successfully registered with master',
    );
  const stop = async () => {
    await stopDaemons(processes, folder);
    process.off('exit', end);
  };
  try {
    let master = `local-cluster[${workers},1,1024]`;
    if (kind === 'standalone') {
      const port = await freePort();
      master = `spark://127.0.0.1:${port}`;
      const ports = ['--host', '127.0.0.1', '--port', String(port), '--webui-port', String(await freePort())];
      await start('master', 'spark-class', ['org.apache.spark.deploy.master.Master', ...ports], 'New state: ALIVE');
      for (let index = 1; index <= workers; index++) await startWorker(`worker-${index}`, master);
    }
    const port = await freePort();
    const events = path.join(folder, 'events');
    mkdirSync(events);
    const settings = {
      'spark.driver.host': '127.0.0.1',
      'spark.driver.memory': HEAP,
      'spark.executor.memory': HEAP,
      'spark.executor.cores': '1',
      'spark.ui.enabled': 'false',
      'spark.sql.catalogImplementation': 'in-memory',
      'spark.sql.warehouse.dir': path.join(folder, 'warehouse'),
      'spark.local.dir': path.join(folder, 'local'),
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.rolling.enabled': 'false',
      'spark.eventLog.compress': 'false',
      'spark.eventLog.dir': `file://${events}`,
      // 3.5 listens everywhere unless it is told.
      'spark.connect.grpc.binding.address': '127.0.0.1',
      'spark.connect.grpc.binding.port': String(port),
      ...(token !== undefined && { 'spark.connect.authenticate.token': token }),
      ...conf,
    };
    await start(
      'server',
      'spark-submit',
      ['--master', master, '--class', 'org.apache.spark.sql.connect.service.SparkConnectServer']
        .concat(jars.length > 0 ? ['--jars', jars.join(',')] : [])
        .concat(Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`]))
        .concat('spark-internal'),
      'Spark Connect server started',
    );
    return {
      address: `sc://127.0.0.1:${port}${token === undefined ? '' : `/;token=${token}`}`,
      folder,
      processes,
      startWorker: (name) => startWorker(name, master),
      eventLog: () =>
        readdirSync(events)
          .flatMap((name) => readFileSync(path.join(events, name), 'utf8').split('\n'))
          .filter((line) => line.startsWith('{') && line.endsWith('}'))
          .map((line) => JSON.parse(line)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDaemon({ home, folder, processes, name, command, args, ready }) {
  const log = path.join(folder, `${name}.log`);
  const output = openSync(log, 'a');
  // A group of its own, so that its executors and what they started end with it.
  const daemon = spawn(path.join(home, 'bin', command), args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      SPARK_HOME: home,
      SPARK_LOCAL_IP: '127.0.0.1',
      SPARK_DAEMON_MEMORY: '512m',
      // What Spark would offer on the screen belongs to the log.
      SPARK_NO_DAEMONIZE: '1',
    },
  });
  processes.set(name, daemon);
  const startedAt = performance.now();
  while (!readFileSync(log, 'utf8').includes(ready)) {
    if (daemon.exitCode !== null || daemon.signalCode !== null || performance.now() - startedAt > START_LIMIT_MS)
      throw new Error(`Spark's ${name} did not start:\n${readFileSync(log, 'utf8').slice(-4000)}`);
    await pause(200);
  }
}

async function stopDaemons(processes, folder) {
  // The server first: it tells its executors to end.
  for (const daemon of [...processes.values()].reverse()) {
    signalGroup(daemon.pid, 'SIGTERM');
    if (daemon.exitCode === null && daemon.signalCode === null)
      await Promise.race([once(daemon, 'exit'), pause(STOP_LIMIT_MS, undefined, { ref: false })]);
    signalGroup(daemon.pid, 'SIGKILL');
  }
  processes.clear();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function placeOf(version) {
  if (!(version in RELEASES)) throw new Error(`Spark ${version} is not one of ${VERSIONS.join(', ')}`);
  return path.join(CACHE, `spark-${RELEASES[version].pyspark}`);
}

function homeOf(place) {
  const lib = path.join(place, 'lib');
  if (!existsSync(lib)) return undefined;
  return readdirSync(lib)
    .map((python) => path.join(lib, python, 'site-packages', 'pyspark'))
    .find((home) => existsSync(path.join(home, 'bin', 'spark-class')));
}

function jarIn(place, artifact) {
  const [, name, version] = artifact.split(':');
  return path.join(place, `${name}-${version}.jar`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function run(command, args) {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}: ${error.stderr || error.stdout || error.message}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, ...rest] = process.argv.slice(2);
  const version = rest.find((word) => !word.startsWith('-')) ?? VERSIONS[0];
  if (command === 'install') {
    installSpark(version);
  } else if (command === 'start') {
    const kind = rest.includes('--standalone') ? 'standalone' : 'local-cluster';
    const cluster = await startSpark({ version, kind });
    console.log(cluster.address);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void cluster.stop());
    await once(cluster.processes.get('server'), 'exit');
    await cluster.stop();
  } else {
    console.error('usage: node scripts/spark.mjs install|start [4.1|3.5] [--standalone]');
    process.exitCode = 2;
  }
}
