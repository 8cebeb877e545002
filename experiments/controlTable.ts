import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { MEASURES, type Measure } from "./controlMeasures.ts";
import type { ControlResult } from "./controlResult.ts";
import { percent } from "./shares.ts";

const NAMES: Record<Measure, string> = {
  kl: "KL, nats a token",
  perplexityRatio: "perplexity, times",
  canariesLost: "canaries lost",
  bitsRise: "rise on earlier edits, bits",
  falsePercent: "false, %",
  vaguePercent: "vague, %",
};

type Demonstration = ControlResult["demonstrations"][number];
type Alarms = ControlResult["honest"]["alarms"][string];
type Points = NonNullable<Demonstration["change"][number]>;

/** All of it as Markdown: each demonstration step by step, and the alarms where nothing was wrong. */
export function controlTables({ limits, demonstrations, honest }: ControlResult): string {
  return [...demonstrations.map((one) => demonstrationText(one, limits)), honestText(honest, limits)].join(
    "\n\n",
  );
}

function demonstrationText(demonstration: Demonstration, limits: ControlResult["limits"]): string {
  const { what, seed, planted, measures, accuracy, change, noticed, fell, vetoed } = demonstration;
  const taken = MEASURES.filter((measure) => measures.some((step) => step[measure] !== null));
  // Of rounds accuracy is known of the untaught writer too.
  const begun = accuracy.length - measures.length;
  const rows = accuracy.map(({ correct, total, interval }, row) => {
    const step = measures[row - begun];
    const value = (measure: Measure) => {
      const figure = step?.[measure] ?? null;
      if (figure === null) return "";
      const text = String(Number(figure.toFixed(2)));
      return figure > limits[measure]! ? `**${text}**` : text;
    };
    return [
      row + 1 - begun,
      ...taken.map(value),
      `${percent(correct / total)} % [${interval.map((bound) => percent(bound, 0)).join(", ")}]`,
      pointsText(change[row - begun] ?? null),
    ];
  });
  const head = ["step", ...taken.map((measure) => NAMES[measure]), "right", "change, points"];
  const first = Math.min(...Object.values(noticed).flatMap((step) => step ?? []));
  return [
    `${what}, seed ${seed}${planted === null ? "" : `, from passage ${planted.from} on, every ${planted.every}. line`}`,
    markdownTable(head, rows),
    `Noticed before step ${Number.isFinite(first) ? first : "none"} is merged; accuracy has fallen after step ${fell ?? "none"}.`,
    ...(vetoed === null
      ? []
      : [
          `With a veto: merged ${vetoed.scales.join(", ")}; at the end ${percent(vetoed.end.correct / vetoed.end.total)} %, ` +
            `${pointsText(vetoed.lead)} points above the same without.`,
        ]),
  ].join("\n\n");
}

function pointsText(change: Points | null): string {
  if (change === null) return "";
  const bounds = change.interval?.map((bound) => bound.toFixed(0)).join(", ");
  return `${change.points.toFixed(1)}${bounds === undefined ? "" : ` [${bounds}]`}`;
}

function honestText(
  { seeds, alarms, largest }: ControlResult["honest"],
  limits: ControlResult["limits"],
): string {
  const count = ({ count, of, interval }: Alarms["steps"]) =>
    `${count} of ${of} [${interval.map((bound) => percent(bound, 0)).join(", ")}]`;
  const rows = [...MEASURES, "any" as const].flatMap((measure) => {
    const alarm = alarms[measure];
    const values = (largest[measure] ?? []).flatMap((value) => value ?? []);
    if (alarm === undefined) return [];
    return [
      [
        measure === "any" ? "any" : NAMES[measure],
        limits[measure] ?? "",
        count(alarm.steps),
        count(alarm.streams),
        values.length === 0 ? "" : Math.max(...values).toFixed(2),
      ],
    ];
  });
  return [
    `${seeds.length} honest streams`,
    markdownTable(["measure", "limit", "steps, %", "streams, %", "largest"], rows),
  ].join("\n\n");
}
