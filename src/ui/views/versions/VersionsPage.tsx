import { ShieldAlert, X } from "lucide-react";
import { useEffect } from "react";
import { whyBusy } from "../../../app/engine/readiness.ts";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { Button } from "../../primitives/Button.tsx";
import page from "../../primitives/Section.module.css";
import { saveBlob } from "../../primitives/saveFile.ts";
import { ViewHero } from "../../primitives/ViewHero.tsx";
import { RecordedRuns } from "../../runs/RecordedRuns.tsx";
import { ImportAdapter } from "./ImportAdapter.tsx";
import { KeepAdapter } from "./KeepAdapter.tsx";
import { PlantFact } from "./PlantFact.tsx";
import { RecordedVersions } from "./RecordedVersions.tsx";
import { TaughtWriter } from "./TaughtWriter.tsx";
import { RECORDED_TASK, useRecordedVersions } from "./useRecordedVersions.ts";
import { useVersions, type Versions } from "./useVersions.ts";
import { VersionLimits } from "./VersionLimits.tsx";
import styles from "./Versions.module.css";
import { VersionTree } from "./VersionTree.tsx";

/** Every accepted change of the model: what it did, how far it drifted, and the way back. */
export default function VersionsPage() {
  const versions = useVersions();
  const recorded = useRecordedVersions(versions);
  const { exported, saved } = versions;
  useEffect(() => {
    if (exported === null) return;
    for (const { name, bytes } of exported.files) saveBlob(name, new Blob([bytes]));
    saved();
  }, [exported, saved]);
  return (
    <>
      <ViewHero question="What has it become, and can it go back?">
        <p>
          A model that edits itself must stay under control. Each change that is kept is a version: measured
          against the untouched model, vetoed beyond your limits, and taken back bit for bit.
        </p>
      </ViewHero>
      {recorded ? <RecordedVersions {...recorded} /> : <LiveVersions versions={versions} />}
    </>
  );
}

function LiveVersions({ versions }: { versions: Versions }) {
  const { listed, loaded, working, failure } = versions;
  const busy = usePlaygroundState((state) => whyBusy(state, "versions"));
  const disabled = busy !== undefined || working !== null;
  return (
    <div id="workspace" className={page.results} tabIndex={-1}>
      <p className={styles.status} role="status">
        {loaded === null
          ? "Waiting for a model to be loaded."
          : working?.step || (working === null && busy) || ""}
      </p>
      {working?.step && (
        <p>
          <Button look="quiet" icon={<X aria-hidden />} onClick={versions.cancel}>
            Cancel
          </Button>
        </p>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          <ShieldAlert aria-hidden /> {failure.message} {failure.advice}
        </p>
      )}
      {listed && (
        <>
          {!listed.lasting && (
            <p className={page.none}>
              This browser keeps nothing between visits: versions are gone with the tab. Export what you want
              to keep.
            </p>
          )}
          <KeepAdapter versions={versions} disabled={disabled} />
          <VersionTree versions={versions} disabled={disabled} />
          <TaughtWriter versions={versions} disabled={disabled} />
          <ImportAdapter versions={versions} disabled={disabled} />
          <VersionLimits limits={versions.limits} onChange={versions.setLimits} />
          <PlantFact versions={versions} disabled={disabled} />
        </>
      )}
      <RecordedRuns kind="versions" task={RECORDED_TASK} />
    </div>
  );
}
