import { FolderOpen, HardDriveUpload } from "lucide-react";
import { useRef, useState } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { Button } from "../primitives/Button.tsx";
import { FieldMessage } from "../primitives/FieldMessage.tsx";
import { droppedFiles } from "./droppedFiles.ts";
import { LoadProgress } from "./LoadProgress.tsx";
import styles from "./OwnFiles.module.css";
import { ownModelId } from "./ownModelId.ts";

/** A model from one's own disk: one GGUF file, or a folder with config, tokenizer and safetensors. */
export function OwnFiles() {
  const { models } = usePlayground();
  const session = usePlaygroundState((state) => state.session);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const load = (files: readonly File[]) => {
    const id = ownModelId(files);
    if (id === null) {
      setProblem(
        "These are no model files. Choose one .gguf file, or a folder with .safetensors and config.json.",
      );
      return;
    }
    setProblem(undefined);
    setChosenId(id);
    models.load(id, files);
  };

  const failure = chosenId === null ? undefined : session.modelFailures[chosenId];
  const said = problem ?? (failure && `${failure.message} ${failure.advice}`);
  const loading = session.loading?.id === chosenId ? session.loading : null;
  const loaded = chosenId !== null && session.loaded?.id === chosenId;
  return (
    <section
      className={styles.files}
      data-over={over}
      aria-label="Your own model"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void droppedFiles(event.dataTransfer).then(load);
      }}
    >
      <p>
        <strong>Your own model:</strong> drop a .gguf file or a safetensors folder here, or choose
      </p>
      <div className={styles.buttons}>
        <Button look="quiet" icon={<HardDriveUpload aria-hidden />} onClick={() => file.current?.click()}>
          Choose a file
        </Button>
        <Button look="quiet" icon={<FolderOpen aria-hidden />} onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
      </div>
      <input
        ref={file}
        type="file"
        multiple
        hidden
        aria-label="Model file"
        onChange={(event) => load([...(event.target.files ?? [])])}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Model folder"
        {...{ webkitdirectory: "" }}
        onChange={(event) => load([...(event.target.files ?? [])])}
      />
      <FieldMessage
        id="issue-files"
        issue={said === undefined ? undefined : { message: said, missing: false }}
      />
      {loading && <LoadProgress name="your model" progress={loading.progress} />}
      {loaded && <p>Your model is loaded.</p>}
    </section>
  );
}
