import { FileCode2, Link, Presentation, Quote, Type, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { lazy, useState } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { beginPresenting } from "../../app/presenting.ts";
import { runOnScreen } from "../../app/runs/runOnScreen.ts";
import { viewLabel } from "../../app/view.ts";
import dialog from "../models/ModelDialog.module.css";
import { Button, IconButton } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";
import { addressOf } from "./copyLink.ts";
import { copyText } from "./copyText.ts";
import { FigureList } from "./FigureList.tsx";
import { NotebookButton } from "./NotebookButton.tsx";
import { OfflinePart } from "./OfflinePart.tsx";
import { figuresOnPage } from "./pageContent.ts";
import { factsOf } from "./runFacts.ts";
import styles from "./ShareDialog.module.css";

const QrPart = lazy(() => import("./QrPart.tsx"));

/** What can be taken along of the view on screen, whatever the view: shown, sent, cited, repeated elsewhere. */
export default function ShareDialog({ onClose }: { onClose: () => void }) {
  const playground = usePlayground();
  const run = usePlaygroundState(runOnScreen);
  const view = usePlaygroundState((state) => state.view);
  const isLesson = usePlaygroundState(({ lesson }) => lesson !== null);
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
  const present = () => {
    onClose();
    beginPresenting(playground);
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
            {run && (
              <Part>
                <NotebookButton run={run} link={link} onSaid={setSaid} />
              </Part>
            )}
          </div>
          <p role="status" className={styles.said}>
            {said}
          </p>
          <div className={styles.link}>
            <Part>
              <QrPart link={link} />
            </Part>
          </div>
          <FigureList figures={figures} facts={facts} link={link} onSaid={setSaid} />
          <OfflinePart />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
