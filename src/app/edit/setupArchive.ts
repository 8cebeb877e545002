import { type BackendPreference, backendPreferenceSchema } from "../../protocol/commands.ts";
import { conditionSchema } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import type { Documents } from "../../runs/archive.ts";
import type { TaskPageEntry } from "../../tasks/page/taskPage.ts";
import { oldComparisons, oldModelChoice, oldSetup } from "./oldSetups.ts";
import { restoreSettings } from "./settings.ts";
import { predictionSchema, type Setup } from "./setup.ts";

/** Which model people chose last, and on what it runs. */
export interface ModelChoice {
  readonly modelId: string | null;
  readonly backend: BackendPreference;
}

/** A set-up with its context as plain data. What earlier versions of the page called `compare` was something else. */
export type KeptSetup = Omit<Setup, "compare"> & { readonly compareWith: Setup["compare"] };

/** What the browser keeps of set-ups: of each task one, and the choice of a model. */
export interface SetupArchive {
  /** Null where nothing is kept. `fallback` stands in for what can no longer be read. */
  load(entry: TaskPageEntry, restore: (kept: unknown) => unknown, fallback: Setup): Promise<Setup | null>;
  save(task: string, kept: KeptSetup): Promise<void>;
  loadChoice(): Promise<ModelChoice>;
  saveChoice(choice: ModelChoice): Promise<void>;
}

const SETUP = "setup:";
const CHOICE = "model-choice";
const recordSchema = z.record(z.string(), z.unknown());
const comparedSchema = z.array(conditionSchema);
const choiceSchema = z.object({
  modelId: z.catch(z.nullable(z.string()), null),
  backend: z.catch(backendPreferenceSchema, "auto"),
});

/** @param recovered settles when all that was kept stands where it is looked for */
export function createSetupArchive(documents: Documents, recovered: Promise<void>): SetupArchive {
  return {
    load: async (entry, restore, fallback) => {
      await recovered;
      const found = (await documents.read(SETUP + entry.id)) ?? (await oldSetup(entry.id, documents));
      const kept = recordSchema.safeParse(found).data;
      if (!kept) return null;
      return {
        context: restore(kept.context),
        settings: restoreSettings(entry.settings, kept.settings, fallback.settings),
        compare:
          comparedSchema.safeParse(kept.compareWith ?? oldComparisons(entry.id, kept)).data ??
          fallback.compare,
        prediction: predictionSchema.safeParse(kept.prediction).data ?? null,
      };
    },
    save: (task, kept) => documents.write(SETUP + task, kept),
    loadChoice: async () => {
      await recovered;
      const kept = (await documents.read(CHOICE)) ?? (await oldModelChoice(documents)) ?? {};
      return choiceSchema.parse(recordSchema.safeParse(kept).data ?? {});
    },
    saveChoice: (choice) => documents.write(CHOICE, choice),
  };
}
