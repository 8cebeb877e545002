import type { Choice, EditPlace, EditTold, RoundsBody } from "../runs/rounds/events.ts";

/**
 * What the log of an interrupted run says is done. The loop runs through from its beginning and asks here before
 * every piece of work; what is known is neither done nor told again.
 */
export interface DoneRounds {
  /** What is told of the edits of one context in a round, in the order in which it was told. */
  told(place: Omit<EditPlace, "edit">): readonly EditTold[];
  choice(round: number, context: number): Choice | undefined;
  isMerged(round: number): boolean;
  /** Whether the event, one that comes once in a round or once for a context, is in the log. */
  has(body: RoundsBody): boolean;
}

export function readDoneRounds(log: readonly RoundsBody[]): DoneRounds {
  const told = new Map<string, EditTold[]>();
  const choices = new Map<string, Choice>();
  const merged = new Set<number>();
  const said = new Set<string>();
  for (const body of log) {
    said.add(keyOf(body));
    if (body.type === "editWritten" || body.type === "editRewarded") {
      const key = contextKey(body);
      const own = told.get(key);
      if (own === undefined) told.set(key, [body]);
      else own.push(body);
    }
    if (body.type === "writerMerged") merged.add(body.round);
    if (body.type === "contextKept") choices.set(`${body.round} ${body.context}`, body.choice);
  }
  return {
    told: (place) => told.get(contextKey(place)) ?? [],
    choice: (round, context) => choices.get(`${round} ${context}`),
    isMerged: (round) => merged.has(round),
    has: (body) => said.has(keyOf(body)),
  };
}

function contextKey({ round, set, context }: Omit<EditPlace, "edit">): string {
  return `${round} ${set} ${context}`;
}

function keyOf(body: RoundsBody): string {
  switch (body.type) {
    case "editWritten":
    case "editRewarded":
      return `${body.type} ${contextKey(body)} ${body.edit}`;
    case "contextKept":
      return `${body.type} ${body.round} ${body.context}`;
    case "writerStep":
      return `${body.type} ${body.round} ${body.step}`;
    case "roundStarted":
    case "writerMerged":
    case "heldOutScored":
    case "roundFinished":
      return `${body.type} ${body.round}`;
    default:
      return body.type;
  }
}
