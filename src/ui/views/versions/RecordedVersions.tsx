import page from "../../primitives/Section.module.css";
import bar from "../../runs/bar/RunBar.module.css";
import ReplayBar from "../../runs/ReplayBar.tsx";
import { KeepAdapter } from "./KeepAdapter.tsx";
import { PlantFact } from "./PlantFact.tsx";
import { RECORDED_TASK, type Recorded } from "./useRecordedVersions.ts";
import type { Versions } from "./useVersions.ts";
import styles from "./Versions.module.css";
import { VersionTree } from "./VersionTree.tsx";

const nothing = () => {};

/** The same views at some moment of a recording: to be looked at, so that nothing in them can be pressed. */
export function RecordedVersions({ run, onLive }: Recorded) {
  const versions: Versions = {
    ...run.versions,
    limits: run.limits,
    fetching: false,
    loaded: run.model,
    ask: nothing,
    takeTaught: async () => {},
    setLimits: nothing,
    saved: nothing,
    cancel: nothing,
  };
  return (
    <>
      <section className={bar.bar} aria-label="Versions" data-bar="long">
        <ReplayBar kind="versions" task={RECORDED_TASK} onLive={onLive} />
      </section>
      <div id="workspace" className={page.results} tabIndex={-1}>
        <p className={styles.status} role="status">
          {versions.working?.step}
        </p>
        <fieldset className={styles.recorded} disabled>
          <PlantFact versions={versions} disabled />
          {run.versions.listed && (
            <>
              <KeepAdapter versions={versions} disabled />
              <VersionTree versions={versions} disabled />
            </>
          )}
        </fieldset>
      </div>
    </>
  );
}
