// Does an index that was damaged ever give a wrong answer?
//
// usage: node drills/index-damage.mjs [--short] [--flips 2000] [--cuts 200] [--seed 1]
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomFrom } from '../bench/house/random.mjs';
import { addToIndex, indexInfo, queryIndex, verifyIndex } from '../dist/index.js';
import { drill } from './house/drill.mjs';
import { INDEX, stepsFor, take, told, writeBatches } from './house/index-steps.mjs';

/** Enough for every kind of frame, among them those of removals and of a batch on top of a rebuilt index. */
const BATCHES = 10;
const ARTICLES = 6;
/** One damaged index in so many is asked by the command, too. */
const COMMAND_EVERY = 100;

await drill(
  'does a damaged index give a wrong answer?',
  async ({ values, scratch, claim, run, say }) => {
    const flips = values.short ? 60 : Number(values.flips);
    const cuts = values.short ? 15 : Number(values.cuts);
    const random = randomFrom(`damage-${values.seed}`);
    writeBatches(scratch, { batches: BATCHES + 1, articles: ARTICLES });
    for (const step of stepsFor(BATCHES)) await take(step, scratch);
    const place = { file: INDEX, cwd: scratch };
    await addToIndex(place, { files: { paths: ['batch-0'] } }, { storeTexts: true });
    const file = path.join(scratch, INDEX);
    const good = readFileSync(file);
    const questions = {
      info: () => indexInfo(place),
      query: () => queryIndex(place, { files: { paths: [`batch-${BATCHES}`] } }),
      export: () => told(scratch),
      // Whatever is added to a damaged index must not make it pass for a whole one.
      add: async () => {
        await addToIndex(place, { files: { paths: [`batch-${BATCHES}`] } });
        return await told(scratch);
      },
    };
    const answers = {};
    for (const [name, ask] of Object.entries(questions)) answers[name] = JSON.stringify(await ask());
    writeFileSync(file, good);

    const counts = { refused: 0, right: 0 };
    const check = async (bytes, what, isAsked) => {
      let isFound = false;
      try {
        writeFileSync(file, bytes);
        await verifyIndex(place);
      } catch (error) {
        isFound = error.code === 'BAD_INDEX';
        claim('verify knows what is wrong', isFound, `${what}: ${error.code} ${error.message}`);
      }
      for (const [name, ask] of Object.entries(questions)) {
        writeFileSync(file, bytes);
        try {
          const isRight = JSON.stringify(await ask()) === answers[name];
          claim(`the answer of ${name} is right, or there is none`, isRight, what);
          counts.right++;
        } catch (error) {
          claim(
            `the answer of ${name} is right, or there is none`,
            error.code === 'BAD_INDEX',
            `${what}: ${error.stack}`,
          );
          claim('verify finds what others meet', isFound, `${what} (${name})`);
          counts.refused++;
        }
      }
      if (!isAsked) return;
      writeFileSync(file, bytes);
      const said = await run(['index', 'verify', INDEX]);
      const codes = isFound ? [2] : [0];
      claim(
        'the command ends with 2, or with 0 where nothing that counts was hit',
        codes.includes(said.code) && !said.hasStack,
        what,
      );
      if (isFound) claim('and says what is wrong', /not a usable index/.test(said.stderr), said.stderr);
    };
    for (let k = 0; k < flips; k++) {
      const bit = Math.floor(random() * good.length * 8);
      const bytes = Buffer.from(good);
      bytes[bit >> 3] ^= 1 << (bit & 7);
      await check(bytes, `bit ${bit & 7} of byte ${bit >> 3}`, k % COMMAND_EVERY === 0);
    }
    for (let k = 0; k < cuts; k++) {
      const length = Math.floor(random() * good.length);
      await check(good.subarray(0, length), `cut to ${length} of ${good.length} bytes`, k % COMMAND_EVERY === 0);
    }
    say(
      `${flips} bit flips and ${cuts} cuts of an index of ${good.length} bytes: ${counts.refused} answers refused, ${counts.right} given and right`,
    );
  },
  { flips: { type: 'string', default: '2000' }, cuts: { type: 'string', default: '200' } },
);
