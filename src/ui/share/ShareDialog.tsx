import { FileCode2, Link, NotebookPen, Presentation, Quote, Type, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { lazy, useState } from "react";
import { editTask } from "../../app/edit/selectors.ts";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { runOnScreen } from "../../app/runs/runOnScreen.ts";
import { viewLabel } from "../../app/view.ts";
import dialog from "../models/ModelDialog.module.css";
import { Button, IconButton } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";
import { saveFile } from "../primitives/saveFile.ts";
import { addressOf } from "./copyLink.ts";
import { copyText } from "./copyText.ts";
import { FigureList } from "./FigureList.tsx";
import { OfflinePart } from "./OfflinePart.tsx";
import { figuresOnPage } from "./pageContent.ts";
import { factsOf } from "./runFacts.ts";
import styles from "./ShareDialog.module.css";

const QrPart = lazy(() => import("./QrPart.tsx"));

/** What can be taken along of the view on screen, whatever the view: shown, sent, cited, repeated elsewhere. */
export default function ShareDialog({ onClose }: { onClose: () => void }) {
  const playground = usePlayground();
  const { store } = playground;
  const run = usePlaygroundState(runOnScreen);
  const view = usePlaygroundState((state) => state.view);
  const isLesson = usePlaygroundState(({ lesson }) => lesson !== null);
  const hasNotebook = usePlaygroundState(
    (state) => editTask(state) !== null && notebookOf(state, run) !== undefined,
  );
  const [figures] = useState(() => figuresOnPage());
  const [said, setSaid] = useState("");
  const facts = run && factsOf(run);

  const link = () => addressOf(playground);
  const copy = async (what: string, make: (link: string) => string | Promise<string>) => {
    const isCopied = await copyText(link().then(make));
    setSaid(
      isCopied ? `${what} copied.` : `The browser did not let the page copy the ${what.toLowerCase()}.`,
    );
  };
  const copyMarkdown = () =>
    copy("Markdown", async (address) => {
      const { pageMarkdown } = await import("./markdown.ts");
      const title = document.querySelector("main h1")?.textContent ?? viewLabel(view);
      return pageMarkdown({ title, facts, figures, link: address });
    });
  const cite = () =>
    copy("Citation", async (address) => {
      const { citation } = await import("./citation.ts");
      return citation(address, new Date().getFullYear());
    });
  const embed = () =>
    copy("Code for a frame", (address) => {
      const url = new URL(address);
      url.searchParams.set("embed", "1");
      const source = url.href.replaceAll("&", "&amp;");
      return `<iframe src="${source}" title="Self-Edit Playground" width="100%" height="720" allow="clipboard-write; fullscreen; cross-origin-isolated"></iframe>`;
    });
  const saveNotebook = async () => {
    const state = store.getState();
    const shown = runOnScreen(state);
    const make = notebookOf(state, shown);
    if (!make) return;
    saveFile("self-edit.ipynb", await make(await link()));
    setSaid("The notebook is saved: it repeats this run with Transformers and PEFT.");
  };
  const present = () => {
    onClose();
    store.setState({ presenting: 0 });
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={dialog.overlay} />
        <Dialog.Content className={dialog.content} aria-describedby={undefined}>
          <header className={dialog.header}>
            <Dialog.Title className={dialog.title}>Show it, send it, take it further</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label="Close" icon={<X aria-hidden />} />
            </Dialog.Close>
          </header>
          <div className={styles.actions}>
            <Button
              icon={<Presentation aria-hidden />}
              disabled={run === null && !isLesson}
              title={run === null && !isLesson ? "Run something first, or open a recording." : undefined}
              onClick={present}
            >
              Present
            </Button>
            <Button icon={<Link aria-hidden />} onClick={() => void copy("Link", (address) => address)}>
              Copy link
            </Button>
            <Button icon={<Type aria-hidden />} onClick={() => void copyMarkdown()}>
              Copy as Markdown
            </Button>
            <Button icon={<Quote aria-hidden />} onClick={() => void cite()}>
              Cite
            </Button>
            <Button icon={<FileCode2 aria-hidden />} onClick={() => void embed()}>
              Copy code for a frame
            </Button>
            {hasNotebook && (
              <Button icon={<NotebookPen aria-hidden />} onClick={() => void saveNotebook()}>
                Take it further: Python notebook
              </Button>
            )}
          </div>
          <p role="status" className={styles.said}>
            {said}
          </p>
          <Part>
            <QrPart link={link} />
          </Part>
          <FigureList figures={figures} facts={facts} link={link} onSaid={setSaid} />
          <OfflinePart />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type State = Parameters<typeof runOnScreen>[0];

/** What makes a notebook of the run on screen; undefined where its task has none. */
function notebookOf(state: State, run: ReturnType<typeof runOnScreen>) {
  if (run === null || !("edits" in run)) return undefined;
  const make = state.pages[run.task]?.notebook;
  const repository = state.session.models.find(({ id }) => id === run.model.id)?.repository ?? null;
  return make && ((link: string) => make(run, { link, repository }));
}
