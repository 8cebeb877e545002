import { Check, Link } from "lucide-react";
import { useEffect, useState } from "react";
import { usePlayground } from "../../app/PlaygroundContext.tsx";
import { Button } from "../primitives/Button.tsx";
import styles from "./ShareButton.module.css";

/** Copies a link to the view as it is set up. Opening it starts nothing. */
export function ShareButton() {
  const playground = usePlayground();
  const [address, setAddress] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);

  const share = async () => {
    const url = new URL(location.href);
    const { linkOf } = await import("../../app/share/linkOf.ts");
    url.hash = await linkOf(playground);
    try {
      await navigator.clipboard.writeText(url.href);
      setCopied(true);
      setAddress(null);
    } catch {
      // No permission for the clipboard: show the link, to be copied by hand.
      setAddress(url.href);
    }
  };

  return (
    <div className={styles.share}>
      <Button look="quiet" icon={copied ? <Check aria-hidden /> : <Link aria-hidden />} onClick={share}>
        <span className={styles.word}>{copied ? "Link copied" : "Copy link"}</span>
      </Button>
      {address !== null && (
        <input
          className={styles.address}
          aria-label="Link to this setup"
          readOnly
          value={address}
          onFocus={(event) => event.target.select()}
          onBlur={() => setAddress(null)}
          // Selected at once: the next key is Ctrl+C.
          ref={(input) => input?.focus()}
        />
      )}
    </div>
  );
}
