import { Monitor, Moon, Sun } from "lucide-react";
import { ModelButton } from "../models/ModelButton.tsx";
import { IconButton } from "../primitives/Button.tsx";
import styles from "./Header.module.css";
import { ShareMenu } from "./ShareMenu.tsx";
import { type Theme, useTheme } from "./useTheme.ts";
import { ViewSwitch } from "./ViewSwitch.tsx";

const NEXT: Record<Theme, Theme> = { system: "dark", dark: "light", light: "system" };

const ICONS: Record<Theme, typeof Sun> = { system: Monitor, dark: Moon, light: Sun };

export function Header() {
  const [theme, setTheme] = useTheme();
  const Icon = ICONS[theme];
  return (
    <header className={styles.header}>
      <p className={styles.name}>
        <Logo />
        Self-Edit Playground
      </p>
      <ViewSwitch />
      <div className={styles.tools}>
        <ModelButton />
        <ShareMenu />
        <IconButton
          label={`Theme: ${theme}. Switch to ${NEXT[theme]}`}
          icon={<Icon aria-hidden />}
          onClick={() => setTheme(NEXT[theme])}
        />
      </div>
    </header>
  );
}

/** A loop that ends where it began: the model is taught by what it wrote. */
function Logo() {
  return (
    <svg viewBox="0 0 32 32" fill="none" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path stroke="var(--accent)" strokeWidth="3" d="M25.5 11.5A11 11 0 1 0 27 17M26.5 4.500v7.500h-7.500" />
      <circle cx="16" cy="16" r="3.5" fill="var(--accent)" />
    </svg>
  );
}
