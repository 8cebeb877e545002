import { readFileSync } from "node:fs";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { CommandLine, settingLines } from "../../commands/commandLine.ts";
import { DRAWN_SPLITS, type DrawnSplit } from "../drawn/drawnPuzzles.ts";
import { SIZE_NAMES, type SizeName } from "../drawn/puzzleSize.ts";
import { ARC_FIELDS, ARC_PRESETS, type ArcSettings } from "../metadata.ts";
import { formatSelfEdit, parseSelfEdit } from "../selfEdit.ts";
import { ARC_CONTROLS, type ArcCondition } from "./result.ts";

/** Puzzles of a file or folder, or fresh ones. */
export type PuzzleOrigin =
  | { tasks: string; solutions?: string | undefined }
  | { split: DrawnSplit; size: SizeName };

const EDITS = ["own", "best-fixed", "random", "none"] as const;

export interface ArcOptions {
  /** Null: of those that come with the page, the one that the puzzles ask for. */
  model: string | null;
  writer?: string | undefined;
  origin: PuzzleOrigin;
  offset: number;
  limit: number;
  json: string;
  /** What "after" is trained by; "none" = nothing is trained. A file's edit is run as the fixed one. */
  edit: (typeof EDITS)[number];
  /** The edit as it was named, for the set-up. */
  editName: string;
  /** Conditions beside before and after. */
  controls: ArcCondition[];
  threads: number | undefined;
  settings: ArcSettings;
}

const NAMES = [
  "task",
  "model",
  "writer",
  "tasks",
  "solutions",
  "split",
  "size",
  "edit",
  "controls",
  "offset",
  "limit",
  "preset",
  "threads",
  "json",
];
/** The fixed edit is given as a file, by --edit. */
const { fixedEdit: _fixedEdit, ...SETTINGS } = ARC_FIELDS;

const USAGE = `npm run arc -- [--model <id or folder>] --tasks <file, folder or web address of ARC JSON> [--solutions <file>] --json <out.json>
  (or --split ${DRAWN_SPLITS.join("|")} [--size ${SIZE_NAMES.join("|")}] in place of --tasks: fresh puzzles of our own)
  [--edit own|best-fixed|random|none|<path.json>] [--controls ${ARC_CONTROLS.join(",")}] [--offset K] [--limit N]
  [--writer <PEFT folder>] [--preset ${ARC_PRESETS.map(({ id }) => id).join("|")}] [--threads N] and any setting of a run:
${settingLines(SETTINGS)}`;

/** Puzzles drawn of a split where no limit is given. */
const USUAL_DRAWN = 100;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readArcOptions(args: readonly string[]): ArcOptions {
  const line = new CommandLine(args, { names: NAMES, settings: [{ fields: SETTINGS }], usage: USAGE });
  const tasks = line.text("tasks");
  const split = line.oneOf("split", DRAWN_SPLITS);
  const controls = line.someOf("controls", ARC_CONTROLS) ?? [];
  if (tasks !== undefined && split === undefined && controls.includes("oracle")) {
    throw new PlaygroundError(
      "bad-input",
      "The oracle needs the symmetries of a puzzle's rule, which no file tells.",
      "Leave it out of --controls, or give --split in place of --tasks.",
    );
  }
  const { fixedEdit, ...preset } = line.preset(ARC_PRESETS, "default");
  const editName = line.text("edit") ?? "own";
  const edit = EDITS.find((known) => known === editName);
  return {
    model: modelOf(line),
    writer: line.text("writer"),
    origin: originOf(line, tasks, split),
    offset: line.whole("offset", 0) ?? 0,
    limit: line.whole("limit", 1) ?? (split === undefined ? Number.MAX_SAFE_INTEGER : USUAL_DRAWN),
    json: line.required("json"),
    edit: edit ?? "best-fixed",
    editName,
    controls,
    threads: line.whole("threads", 1),
    settings: {
      ...line.settings(SETTINGS, preset),
      fixedEdit: edit === undefined ? editIn(editName) : fixedEdit,
    },
  };
}

function modelOf(line: CommandLine): string | null {
  const named = line.text("model") ?? "embedded";
  return named === "embedded" ? null : named;
}

function originOf(line: CommandLine, tasks: string | undefined, split: DrawnSplit | undefined): PuzzleOrigin {
  if (tasks !== undefined && split === undefined) return { tasks, solutions: line.text("solutions") };
  if (tasks === undefined && split !== undefined) {
    return { split, size: line.oneOf("size", SIZE_NAMES) ?? "small" };
  }
  throw new PlaygroundError("bad-input", "Give either --tasks or --split.", USAGE);
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
