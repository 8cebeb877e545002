import type { StreamBody } from "../runs/stream/events.ts";

type Body<Type extends StreamBody["type"]> = Extract<StreamBody, { type: Type }>;

/** What is known of a stream: from the log of an interrupted one, and from what was told since. */
export interface DoneSteps {
  /** Passes on what is not known yet. */
  emit(body: StreamBody): void;
  untouched(passage: number): Body<"untouchedAsked"> | undefined;
  edit(step: number): Body<"editChosen"> | undefined;
  applied(step: number): Body<"editApplied"> | undefined;
  asked(step: number, passage: number): Body<"passageAsked"> | undefined;
  has(body: StreamBody): boolean;
}

export function readDoneSteps(log: readonly StreamBody[], emit: (body: StreamBody) => void): DoneSteps {
  const known = new Map(log.map((body) => [keyOf(body), body]));
  const find = <Type extends StreamBody["type"]>(type: Type, key: string): Body<Type> | undefined => {
    const body = known.get(`${type} ${key}`);
    return body !== undefined && isOf(body, type) ? body : undefined;
  };
  return {
    emit(body) {
      if (known.has(keyOf(body))) return;
      known.set(keyOf(body), body);
      emit(body);
    },
    untouched: (passage) => find("untouchedAsked", String(passage)),
    edit: (step) => find("editChosen", String(step)),
    applied: (step) => find("editApplied", String(step)),
    asked: (step, passage) => find("passageAsked", `${step} ${passage}`),
    has: (body) => known.has(keyOf(body)),
  };
}

function isOf<Type extends StreamBody["type"]>(body: StreamBody, type: Type): body is Body<Type> {
  return body.type === type;
}

function keyOf(body: StreamBody): string {
  const places = ["step" in body ? body.step : null, "passage" in body ? body.passage : null];
  return [body.type, ...places.filter((place) => place !== null)].join(" ");
}
