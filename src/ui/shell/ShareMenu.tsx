import { Share2 } from "lucide-react";
import { lazy, useState } from "react";
import { IconButton } from "../primitives/Button.tsx";
import { Part } from "../primitives/Part.tsx";

const ShareDialog = lazy(() => import("../share/ShareDialog.tsx"));

/** All that can be taken along of a view, fetched when it is asked for. */
export function ShareMenu() {
  const [open, setOpen] = useState(false);
  return (
    <>
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
