/** Where somebody is in the lessons, as an address says it. */
export interface LessonPlace {
  lesson: string;
  /** "" for the first step. */
  step: string;
  /** Panels that the educator has taken away. */
  hide: readonly string[];
}

/** The place that a hash names, whether or not there is such a lesson; null where it names none. */
export function placeOf(hash: string): LessonPlace | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const [lesson = "", step = ""] = parameters.get("lesson")?.split("/") ?? [];
  const hide = parameters.get("hide")?.split(" ").filter(Boolean) ?? [];
  return lesson === "" ? null : { lesson, step, hide };
}

/** The hash that opens a place cold. */
export function placeHash({ lesson, step, hide }: LessonPlace): string {
  const hidden = hide.length > 0 ? `&hide=${hide.join("+")}` : "";
  return `#lesson=${lesson}${step === "" ? "" : `/${step}`}${hidden}`;
}
