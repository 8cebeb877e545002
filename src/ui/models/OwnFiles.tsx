import { FolderOpen, HardDriveUpload, X } from "lucide-react";
import { useRef, useState } from "react";
import { whyBusy } from "../../app/engine/readiness.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { type FoundModel, findModels, type PlacedFile } from "../../protocol/modelFolders.ts";
import { Button } from "../primitives/Button.tsx";
import { droppedPaths } from "../primitives/droppedFiles.ts";
import { FieldMessage } from "../primitives/FieldMessage.tsx";
import { useDropTarget } from "../primitives/useDropTarget.ts";
import { LoadProgress } from "./LoadProgress.tsx";
import styles from "./OwnFiles.module.css";

/** A model from one's own disk: one GGUF file, or a folder with config, tokenizer and safetensors. */
export function OwnFiles() {
  const { models } = usePlayground();
  const session = usePlaygroundState((state) => state.session);
  const busy = usePlaygroundState((state) => whyBusy(state));
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  /** Models to choose from, where what was given holds several. */
  const [found, setFound] = useState<FoundModel<File>[]>([]);
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const load = ({ name, files }: FoundModel<File>) => {
    setChosenId(name);
    models.load(name, files);
  };
  const look = (chosen: readonly PlacedFile<File>[]) => {
    const all = findModels(chosen);
    setFound(all.length > 1 ? all : []);
    setProblem(
      all.length === 0
        ? "These are no model files. Choose one .gguf file, or a folder with .safetensors and config.json."
        : undefined,
    );
    if (all.length === 1) load(all[0]!);
  };
  const lookAt = (input: HTMLInputElement) => {
    const list = [...(input.files ?? [])];
    // The same file may be chosen once more.
    input.value = "";
    look(list.map((chosen) => ({ path: chosen.webkitRelativePath || chosen.name, file: chosen })));
  };

  const failure = chosenId === null ? undefined : session.modelFailures[chosenId];
  const said = problem ?? (failure && `${failure.message} ${failure.advice}`);
  const loading = session.loading?.id === chosenId ? session.loading : null;
  const loaded = chosenId !== null && session.loaded?.id === chosenId;
  const target = useDropTarget((dropped) => void droppedPaths(dropped).then(look));
  return (
    <section className={styles.files} aria-label="Your own model" {...target}>
      <p>
        <strong>Your own model:</strong> drop a .gguf file or a safetensors folder here, or choose
      </p>
      <div className={styles.buttons}>
        <Button
          look="quiet"
          icon={<HardDriveUpload aria-hidden />}
          disabled={busy !== undefined}
          title={busy}
          onClick={() => file.current?.click()}
        >
          Choose a file
        </Button>
        <Button
          look="quiet"
          icon={<FolderOpen aria-hidden />}
          disabled={busy !== undefined}
          title={busy}
          onClick={() => folder.current?.click()}
        >
          Choose a folder
        </Button>
      </div>
      <input
        ref={file}
        type="file"
        multiple
        hidden
        aria-label="Model file"
        onChange={(event) => lookAt(event.target)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Model folder"
        {...{ webkitdirectory: "" }}
        onChange={(event) => lookAt(event.target)}
      />
      {found.length > 1 && (
        <FoundModels names={found.map(({ name }) => name)} onChoose={(index) => load(found[index]!)} />
      )}
      <FieldMessage
        id="issue-files"
        issue={said === undefined ? undefined : { message: said, missing: false }}
      />
      {loading && (
        <>
          <LoadProgress name="your model" progress={loading.progress} />
          <Button look="quiet" icon={<X aria-hidden />} onClick={models.cancelLoad}>
            Cancel
          </Button>
        </>
      )}
      {loaded && <p>Your model is loaded.</p>}
    </section>
  );
}

/** Where what was chosen holds several models: a button for each. */
function FoundModels({ names, onChoose }: { names: readonly string[]; onChoose(index: number): void }) {
  return (
    <fieldset className={styles.found}>
      <legend>Several models are there. Which one?</legend>
      {names.map((name, index) => (
        <Button key={name} look="quiet" onClick={() => onChoose(index)}>
          {name}
        </Button>
      ))}
    </fieldset>
  );
}
