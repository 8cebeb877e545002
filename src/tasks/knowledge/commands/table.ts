import { CONDITIONS, type Condition } from "../../../protocol/run.ts";
import { markdownTable } from "../../commands/markdown.ts";
import type { PassageRecord, SealResult } from "./result.ts";
import {
  clustersOf,
  difference,
  type Estimate,
  estimate,
  intervalMethod,
  kindsOf,
  ofKind,
} from "./summary.ts";

const LABELS: Readonly<Record<Condition, string>> = {
  untouched: "untouched, closed book",
  "in-context": "passage in the prompt",
  "passage-only": "trained on the passage only",
  "self-edit": "trained on passage + self-edit",
  oracle: "trained on passage + an oracle's edit",
  "other-edit": "trained on passage + another passage's edit",
  random: "trained on passage + a random edit",
  "best-fixed": "trained by the best fixed edit",
  "best-of-5": "trained by the best of five edits",
  "full-fine-tuning": "trained in all weights",
};

/** Runs that differ in their seed alone: their records are averaged, passages staying together. */
interface Group {
  label: string;
  results: SealResult[];
  records: PassageRecord[];
}

/** The figures of one or several result files as a Markdown table, with 95 % intervals. */
export function conditionTable(results: readonly SealResult[]): string {
  const groups = groupsOf(results);
  const rows = groups.flatMap((group) => [
    ...CONDITIONS.flatMap((condition) => conditionRow(group, condition)),
    ...differenceRow(group),
  ]);
  const clusters = groups.map(({ records }) => clustersOf(records).length);
  const methods = [...new Set(groups.map(({ records }) => intervalMethod(records)))];
  return [
    markdownTable(["edit", "condition", "contains gold", "exact match", "token F1"], rows),
    "",
    ...kindTable(groups),
    `Passages: ${[...new Set(clusters)].join(", ")}. Intervals: ${methods.join("; ")}.`,
  ].join("\n");
}

/** Contains-gold by kind of question, where the passages name kinds. */
function kindTable(groups: readonly Group[]): string[] {
  const kinds = kindsOf(groups.flatMap(({ records }) => records));
  if (kinds.length === 0) return [];
  const rows = groups.flatMap(({ label, records }) =>
    CONDITIONS.flatMap((condition) => {
      if (estimate(records, condition, "correct") === null) return [];
      const cells = kinds.map((kind) => percent(estimate(ofKind(records, kind), condition, "correct")));
      return [[label, LABELS[condition], ...cells]];
    }),
  );
  return [markdownTable(["edit", "condition", ...kinds], rows), ""];
}

function groupsOf(results: readonly SealResult[]): Group[] {
  const groups = new Map<string, SealResult[]>();
  for (const result of results) {
    const { seed: _seed, ...settings } = result.setup.settings;
    const { model, writer } = result.setup;
    const key = JSON.stringify({ settings, model: model.hash, writer: writer?.sha256 });
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const formats = [...groups.values()].map(([first]) => first!.setup.settings.format);
  return [...groups.values()].map((group, i) => {
    const { format } = group[0]!.setup.settings;
    const seeds = group.map(({ setup }) => setup.seed);
    const isUnique = formats.filter((other) => other === format).length === 1;
    return {
      label: `${format}${isUnique ? "" : ` (${i + 1})`}, seed${seeds.length > 1 ? "s" : ""} ${seeds.join(", ")}`,
      results: group,
      records: group.flatMap(({ passages }) => passages),
    };
  });
}

function conditionRow({ label, records }: Group, condition: Condition): string[][] {
  const correct = estimate(records, condition, "correct");
  if (correct === null) return [];
  const exact = estimate(records, condition, "exactMatch");
  const f1 = estimate(records, condition, "f1");
  const asked = records.flatMap(({ questions }) => questions.filter(({ outputs }) => outputs[condition]));
  const counts = `${asked.filter(({ outputs }) => outputs[condition]?.correct).length}/${asked.length}`;
  return [[label, LABELS[condition], `${counts} = ${percent(correct)}`, percent(exact), decimal(f1)]];
}

/** What the edit adds to the passage, on the same questions. */
function differenceRow({ label, records }: Group): string[][] {
  const [correct, exact, f1] = (["correct", "exactMatch", "f1"] as const).map((measure) =>
    difference(records, "self-edit", "passage-only", measure),
  );
  if (!correct) return [];
  return [[label, "self-edit minus passage only", percent(correct), percent(exact), decimal(f1)]];
}

function percent(value: Estimate | null | undefined): string {
  if (!value) return "–";
  const [low, high] = value.interval.map((bound) => (100 * bound).toFixed(0));
  return `${(100 * value.mean).toFixed(1)} % [${low}, ${high}]`;
}

function decimal(value: Estimate | null | undefined): string {
  if (!value) return "–";
  const [low, high] = value.interval.map((bound) => bound.toFixed(2));
  return `${value.mean.toFixed(3)} [${low}, ${high}]`;
}
