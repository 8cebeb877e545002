import encodeQR from "qr";
import { useEffect, useState } from "react";
import styles from "./ShareDialog.module.css";

/** More characters make a code that no phone reads from a wall. */
const MOST = 1200;

/** The link as a picture for phones, in a room of people. */
export default function QrPart({ link }: { link: () => Promise<string> }) {
  const [address, setAddress] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is that of the moment when the list was opened
  useEffect(() => void link().then(setAddress), []);
  if (address === null) return null;
  return (
    <section className={styles.part} aria-label="The link and its QR code">
      <h3>Link and QR code</h3>
      <input
        className={styles.address}
        aria-label="Link to this view"
        readOnly
        value={address}
        onFocus={(event) => event.target.select()}
      />
      {address.length > MOST ? (
        <p>The link is too long for a code that a phone could read: it carries a whole text of your own.</p>
      ) : (
        <svg className={styles.code} viewBox={viewBoxOf(address)} role="img" aria-label="QR code of the link">
          <rect width="100%" height="100%" fill="#fff" />
          <path d={pathOf(address)} fill="#000" />
        </svg>
      )}
    </section>
  );
}

function cellsOf(address: string): boolean[][] {
  return encodeQR(address, "raw", { ecc: "low", border: 4 });
}

function viewBoxOf(address: string): string {
  const { length } = cellsOf(address);
  return `0 0 ${length} ${length}`;
}

function pathOf(address: string): string {
  return cellsOf(address)
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
}
