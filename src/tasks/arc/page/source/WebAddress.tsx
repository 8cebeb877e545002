import { Globe } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { Button } from "../../../../ui/primitives/Button.tsx";
import styles from "./WebAddress.module.css";

/** Loads ARC JSON from a web address: nothing is fetched before it is asked for. */
export function WebAddress({ isLoading, onLoad }: { isLoading: boolean; onLoad: (address: string) => void }) {
  const [open, setOpen] = useState(false);
  const [address, setAddress] = useState("");
  const load = (event: SubmitEvent) => {
    event.preventDefault();
    onLoad(address);
  };
  if (!open) {
    return (
      <Button look="quiet" icon={<Globe aria-hidden />} onClick={() => setOpen(true)}>
        Web address
      </Button>
    );
  }
  return (
    <form className={styles.form} onSubmit={load}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the field was asked for by the button that it replaces
        autoFocus
        type="url"
        required
        aria-label="Web address of ARC JSON"
        placeholder="https://…/task.json"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <Button type="submit" look="plain" disabled={isLoading}>
        {isLoading ? "Loading…" : "Load"}
      </Button>
    </form>
  );
}
