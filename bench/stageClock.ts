/** Milliseconds of one stage: all of them, and those in the inner calls that were counted apart. */
export interface StageTime {
  all: number;
  inner: number;
}

/**
 * Divides the time of one flow of calls among stages: each moment belongs to the stage that was entered last and is not
 * yet left, so that the stages together are the whole time.
 */
export class StageClock<Stage extends string> {
  readonly times = new Map<Stage, StageTime>();
  private readonly now: () => number;
  private readonly stages: Stage[];
  private last = 0;

  /** @param rest what no other stage is entered for */
  constructor(rest: Stage, now: () => number = () => performance.now()) {
    this.now = now;
    this.stages = [rest];
    this.start();
  }

  /** Begins anew: what went before is no longer counted. */
  start(): void {
    this.times.clear();
    this.last = this.now();
  }

  get stage(): Stage {
    return this.stages.at(-1)!;
  }

  /** Does the work as a part of the stage, until it returns or what it promises is settled. */
  within<Result>(stage: Stage, work: () => Result): Result {
    this.settle();
    this.stages.push(stage);
    const leave = () => {
      this.settle();
      this.stages.pop();
    };
    let result: Result;
    try {
      result = work();
    } catch (error) {
      leave();
      throw error;
    }
    if (!(result instanceof Promise)) {
      leave();
      return result;
    }
    return result.finally(leave) as Result;
  }

  /** Does the work, which returns at once, and counts its time apart in the stage that it is a part of. */
  inside<Result>(work: () => Result): Result {
    const started = this.now();
    try {
      return work();
    } finally {
      this.timeOf(this.stage).inner += this.now() - started;
    }
  }

  /** Adds the time up to now to the stage that is under way. */
  settle(): void {
    const now = this.now();
    this.timeOf(this.stage).all += now - this.last;
    this.last = now;
  }

  private timeOf(stage: Stage): StageTime {
    const known = this.times.get(stage) ?? { all: 0, inner: 0 };
    this.times.set(stage, known);
    return known;
  }
}
