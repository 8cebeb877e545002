import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { z } from "../src/protocol/zod.ts";
import { DRAWN_SPLITS, type DrawnSplit } from "../src/tasks/arc/drawnPuzzles.ts";
import { ARC_PRESETS, type ArcSettings, VIEW_CHOICES } from "../src/tasks/arc/metadata.ts";
import { SIZE_NAMES, type SizeName } from "../src/tasks/arc/puzzleSize.ts";
import { formatSelfEdit, parseSelfEdit } from "../src/tasks/arc/selfEdit.ts";
import { ARC_CONTROLS, type ArcCondition } from "./arcResult.ts";

/** Puzzles of a file or folder, or fresh ones. */
export type PuzzleOrigin =
  | { tasks: string; solutions?: string | undefined }
  | { split: DrawnSplit; size: SizeName };

export interface ArcOptions {
  model: string;
  origin: PuzzleOrigin;
  offset: number;
  limit: number;
  json: string;
  /** What "after" is trained by; "none" = nothing is trained. A file's edit is run as the fixed one. */
  edit: "own" | "best-fixed" | "random" | "none";
  /** The edit as it was named, for the set-up. */
  editName: string;
  /** Conditions beside before and after. */
  controls: ArcCondition[];
  threads: number | undefined;
  settings: ArcSettings;
}

export const USAGE = `npm run arc -- --model <id or folder> --tasks <file, folder or web address of ARC JSON> [--solutions <file>] --json <out.json>
  (or --split ${DRAWN_SPLITS.join("|")} [--size ${SIZE_NAMES.join("|")}] in place of --tasks: fresh puzzles of our own)
  [--edit own|best-fixed|random|none|<path.json>] [--controls ${ARC_CONTROLS.join(",")}] [--offset K] [--limit N]
  [--seed S] [--preset ${ARC_PRESETS.map(({ id }) => id).join("|")}] [--views ${VIEW_CHOICES.join("|")}] [--threads N]`;

const whole = (least: number) => z.coerce.number().check(z.int(), z.minimum(least));
const argumentsSchema = z.object({
  model: z._default(z.string(), "embedded-grid"),
  tasks: z.optional(z.string()),
  solutions: z.optional(z.string()),
  split: z.optional(z.enum(DRAWN_SPLITS)),
  size: z._default(z.enum(SIZE_NAMES), "small"),
  edit: z._default(z.string(), "own"),
  controls: z._default(z.string(), ""),
  offset: z._default(whole(0), 0),
  limit: z.optional(whole(1)),
  seed: z._default(whole(0), 1),
  preset: z._default(z.enum(["default", "paper"]), "default"),
  views: z.optional(z.enum(VIEW_CHOICES)),
  threads: z.optional(whole(1)),
  json: z.string(),
});

/** Puzzles drawn of a split where no limit is given. */
const USUAL_DRAWN = 100;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readArcOptions(args: readonly string[]): ArcOptions {
  const given = read(args);
  if ((given.tasks === undefined) === (given.split === undefined)) {
    throw new PlaygroundError("bad-input", "Give either --tasks or --split.", USAGE);
  }
  const controls = controlsIn(given.controls);
  if (given.tasks !== undefined && controls.includes("oracle")) {
    throw new PlaygroundError(
      "bad-input",
      "The oracle needs the symmetries of a puzzle's rule, which no file tells.",
      "Leave it out of --controls, or give --split in place of --tasks.",
    );
  }
  const preset = ARC_PRESETS.find(({ id }) => id === given.preset)!.settings;
  const isNamed = given.edit === "own" || given.edit === "best-fixed" || given.edit === "random";
  const fixedEdit = isNamed || given.edit === "none" ? preset.fixedEdit : editIn(given.edit);
  return {
    model: given.model,
    origin:
      given.split === undefined
        ? { tasks: given.tasks ?? "", solutions: given.solutions }
        : { split: given.split, size: given.size },
    offset: given.offset,
    limit: given.limit ?? (given.split === undefined ? Number.MAX_SAFE_INTEGER : USUAL_DRAWN),
    json: given.json,
    edit:
      given.edit === "own" || given.edit === "random" || given.edit === "none" ? given.edit : "best-fixed",
    editName: given.edit,
    controls,
    threads: given.threads,
    settings: { ...preset, seed: given.seed, views: given.views ?? preset.views, fixedEdit },
  };
}

function read(args: readonly string[]): z.infer<typeof argumentsSchema> {
  const names = Object.keys(argumentsSchema.shape);
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  let values: unknown;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw new PlaygroundError("bad-input", error instanceof Error ? error.message : String(error), USAGE);
  }
  const parsed = argumentsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new PlaygroundError(
    "bad-input",
    `--${issue?.path.join(".")}: ${issue?.message ?? "not valid"}.`,
    USAGE,
  );
}

function controlsIn(text: string): ArcCondition[] {
  return text
    .split(",")
    .filter((name) => name !== "")
    .map((name) => {
      const parsed = z.enum(ARC_CONTROLS).safeParse(name);
      if (parsed.success) return parsed.data;
      throw new PlaygroundError(
        "bad-input",
        `--controls may hold ${ARC_CONTROLS.join(", ")}, not “${name}”.`,
        USAGE,
      );
    });
}

function editIn(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new PlaygroundError("bad-input", `The self-edit ${path} cannot be read.`, USAGE, { cause });
  }
  return formatSelfEdit(parseSelfEdit(text));
}
