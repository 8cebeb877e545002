import { Environment, Interpreter, parse, tokenize } from "@huggingface/jinja";

/** Real templates have 300 to 30,000 characters. */
const MAX_TEMPLATE_LENGTH = 500_000;
/** The longest chat of this page takes some ten thousand; this many are done in about a second. */
const MAX_WORK = 2_000_000;
/** Characters of a text or items of a list that are copied in the time of one expression. */
const ITEMS_PER_UNIT = 8;
/** The library makes a scope and a `loop` object for each. */
const WORK_PER_TURN = 25;

/** The template is foreign code, and it asked for more than any chat needs. */
export class TooMuchWork extends Error {}

/** A compiled template; rendering throws what the template throws, or `TooMuchWork`. */
export type BoundedTemplate = (variables: Readonly<Record<string, unknown>>) => string;

/** Compiles a Jinja template whose loops and texts cannot grow without end: its work is counted, and so it repeats. */
export function compileJinja(jinja: string): BoundedTemplate {
  if (jinja.length > MAX_TEMPLATE_LENGTH) throw new TooMuchWork(`it has ${jinja.length} characters`);
  // As Jinja: one kind of line end.
  const program = parse(tokenize(jinja.replace(/\r\n?/g, "\n"), { lstrip_blocks: true, trim_blocks: true }));
  return (variables) => {
    const environment = new Environment();
    for (const [name, value] of Object.entries({ ...CONSTANTS, ...variables })) environment.set(name, value);
    const result: unknown = new BoundedInterpreter(environment).run(program).value;
    return typeof result === "string" ? result : "";
  };
}

/** As Jinja has them; the library keeps its own list to itself. */
const CONSTANTS = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
  raise_exception(reason: string) {
    throw new Error(reason);
  },
  range(start: number, stop?: number, step = 1) {
    const [from, to] = stop === undefined ? [0, start] : [start, stop];
    const count = Math.max(0, Math.ceil((to - from) / step));
    if (!(count <= MAX_WORK)) throw new TooMuchWork(`it counts to ${to}`);
    return Array.from({ length: count }, (_, i) => from + i * step);
  },
};

/** Counts every expression and statement, every turn of a loop, and the size of every text and list that comes out. */
class BoundedInterpreter extends Interpreter {
  #work = 0;
  /** A loop begins with evaluating what it goes over. */
  #nextIsLoopedOver = false;

  override evaluate(...args: Parameters<Interpreter["evaluate"]>): ReturnType<Interpreter["evaluate"]> {
    const isLoopedOver = this.#nextIsLoopedOver;
    this.#nextIsLoopedOver = args[0]?.type === "For";
    this.#spend(1);
    const result = super.evaluate(...args);
    const { value }: { value: unknown } = result;
    const length = Array.isArray(value) || typeof value === "string" ? value.length : 0;
    this.#spend(isLoopedOver ? WORK_PER_TURN * length : length / ITEMS_PER_UNIT);
    return result;
  }

  #spend(work: number): void {
    this.#work += work;
    if (this.#work > MAX_WORK) throw new TooMuchWork("its loops or texts grow beyond measure");
  }
}
