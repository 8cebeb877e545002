/** A real run, made with this page and shipped beside it: what to watch while no model is there. */
export interface Recording {
  /** Relative to the page. */
  file: string;
  model: string;
}

export const RECORDINGS: readonly Recording[] = [
  { file: "recorded/tarrow-newt-smollm2-135m.json", model: "SmolLM2-135M-Instruct" },
];
