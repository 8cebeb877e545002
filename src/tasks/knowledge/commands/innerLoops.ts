import { hashSeed } from "../../../protocol/random.ts";
import { toJson } from "../../../protocol/toJson.ts";
import type { InnerLoops } from "../../commands/taskCommands.ts";
import { type PassageOptions, readPassageOptions } from "./options.ts";
import {
  type PassageRecord,
  passageRecordSchema,
  RESULT_VERSION,
  type SealResult,
  type Setup,
  setupSchema,
} from "./result.ts";
import { type PassageSource, passagesOf } from "./source.ts";
import { intervalMethod, summarise } from "./summary.ts";

type PassageLoops = InnerLoops<Setup, PassageRecord, SealResult>;
type Wanted = Pick<
  PassageOptions,
  "model" | "writer" | "threads" | "json" | "offset" | "conditions" | "settings"
>;

export async function planPassages(args: readonly string[]): Promise<PassageLoops> {
  const options = readPassageOptions(args);
  return passageLoops(options, await passagesOf(options));
}

/**
 * Passages one after the other, in the same inner loop as in the page. An edit with nothing usable counts as it is: the
 * self-edit condition then trains on the passage alone.
 */
export function passageLoops(options: Wanted, { name, sha256, chosen }: PassageSource): PassageLoops {
  const { conditions, settings, offset } = options;
  return {
    options,
    remarks: [],
    contexts: chosen.map(({ passage, index }) => ({ name: passage.title, context: toJson(passage), index })),
    recordsName: "passages",
    setup: (runtime) => ({
      task: "knowledge",
      ...runtime,
      passages: { file: name, sha256, offset, limit: chosen.length },
      conditions,
      seed: settings.seed,
      settings,
    }),
    isContinued(earlier, setup) {
      const known = setupSchema.safeParse(earlier);
      return known.success && fingerprint(known.data) === fingerprint(setupSchema.parse(setup));
    },
    readRecord: (value) => passageRecordSchema.safeParse(value).data ?? null,
    request(position, earlier) {
      const otherPieces = earlier.at(-1)?.edit?.pieces;
      return {
        // A seed of its own: with one for all, every passage's edit would be sampled by the same draws.
        settings: { ...settings, seed: hashSeed(settings.seed, `passage ${chosen[position]?.index}`) },
        // The first passage has no other before it.
        conditions: conditions.filter((name) => name !== "other-edit" || otherPieces !== undefined),
        ...(otherPieces ? { otherPieces } : {}),
      };
    },
    record(position, { seconds, edit, training, outcomes }) {
      const { passage, index } = chosen[position]!;
      const questions = passage.questions.map((asked, item) => {
        const outputs: PassageRecord["questions"][number]["outputs"] = {};
        for (const { condition, output, correct, scores } of outcomes.filter((o) => o.item === item)) {
          outputs[condition] = { output, correct, scores };
        }
        return { ...asked, outputs };
      });
      return { index, title: passage.title, seconds, edit, training, questions };
    },
    progress(records) {
      const pieces = records.at(-1)?.edit?.pieces.filter(({ kept }) => kept).length ?? 0;
      const counts = conditions.map((condition) => {
        const summary = summarise(records, condition);
        return summary === null ? `${condition} –` : `${condition} ${summary.correct}/${summary.total}`;
      });
      return [`${pieces} pieces`, ...counts].join(", ");
    },
    result: (setup, records) => ({
      format: "self-edit-playground/seal",
      version: RESULT_VERSION,
      createdAt: new Date().toISOString(),
      setup,
      intervalMethod: intervalMethod(records),
      conditions: Object.fromEntries(
        conditions.map((condition) => [condition, summarise(records, condition)]),
      ),
      passages: [...records],
    }),
  };
}

/** More passages of the same file continue a run, and so do other numbers of threads. */
function fingerprint({ passages, backend, ...rest }: Setup): string {
  return JSON.stringify({ ...rest, backend: backend.name, passages: passages.sha256 });
}
