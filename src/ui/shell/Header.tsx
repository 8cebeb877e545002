import { Monitor, Moon, Sun } from "lucide-react";
import { ModelButton } from "../models/ModelButton.tsx";
import { IconButton } from "../primitives/Button.tsx";
import styles from "./Header.module.css";
import { Logo } from "./Logo.tsx";
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
