import { Check, Link, Share2 } from "lucide-react";
import { lazy, useEffect, useState } from "react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { Button, IconButton } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";
import styles from "./ShareMenu.module.css";

const ShareDialog = lazy(() => import("../share/ShareDialog.tsx"));

/** A link to the view as it is set up, and the list of all else that can be taken along of it, fetched when asked for. */
export function ShareMenu() {
  const playground = usePlayground();
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const share = async () => {
    const { copyLink } = await import("../share/copyLink.ts");
    const isCopied = await copyLink(playground);
    setCopied(isCopied);
    // No permission for the clipboard: the list shows the link, to be copied by hand.
    setOpen(!isCopied);
  };
  return (
    <>
      <Button look="quiet" icon={copied ? <Check aria-hidden /> : <Link aria-hidden />} onClick={share}>
        <span className={styles.word}>{copied ? "Link copied" : "Copy link"}</span>
      </Button>
      <IconButton
        label="Show it, send it, take it further"
        icon={<Share2 aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      />
      {open && (
        <Part>
          <ShareDialog onClose={() => setOpen(false)} />
        </Part>
      )}
    </>
  );
}
