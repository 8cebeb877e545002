import type { Lazy } from "../protocol/lazily.ts";
import type { RunArchive } from "../runs/archive.ts";
import type { EditRuns } from "./edit/editRuns.ts";
import type { Setups } from "./edit/setups.ts";
import type { Measuring } from "./engine/measuring.ts";
import type { ModelActions } from "./engine/modelActions.ts";
import type { Lessons } from "./lessons/lessons.ts";
import type { PlaygroundState } from "./playgroundState.ts";
import type { Rounds } from "./rounds/rounds.ts";
import type { RunLibrary } from "./runs/library.ts";
import type { Runs } from "./runs/runs.ts";
import type { Timings } from "./runs/timings.ts";
import type { PlaygroundStore } from "./store.ts";
import type { Streams } from "./stream/streams.ts";
import type { Versions } from "./versions/versions.ts";

/** The page without its looks: one store, and everything that can be done to it. */
export interface Playground {
  store: PlaygroundStore;
  archive: RunArchive;
  /** What people set up before a single edit. */
  setups: Setups;
  models: ModelActions;
  /** How fast the loaded model is on this machine. */
  measuring: Lazy<Measuring>;
  /** How long runs take on this machine. */
  timings: Lazy<Timings>;
  /** The run that has the model. */
  runs: Runs;
  /** The runs that are kept. */
  library: RunLibrary;
  /** Runs of one edit on what is set up. */
  edit: EditRuns;
  rounds: Lazy<Rounds>;
  stream: Lazy<Streams>;
  versions: Lazy<Versions>;
  lessons: Lazy<Lessons>;
  /** A lesson stays beside whatever its student looks up, but for the list of lessons itself. */
  show(view: string): void;
  /**
   * Shows what a hash names: a view, one as a link has set it up, which is then forgotten, or the step of a lesson. Other
   * hashes lead to places within a view, and change nothing.
   */
  follow(hash: string): Promise<void>;
  closeLesson(): void;
  /** Opens the dialog of models, or closes it. */
  showModels(at: PlaygroundState["modelDialog"]): void;
  dismissNotice(id: number): void;
  /** Writes to the disk what waits to be written; for when the page goes away. */
  flush(): void;
}
