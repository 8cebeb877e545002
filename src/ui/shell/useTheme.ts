import { useEffect, useState } from "react";
import { writeLocal } from "../../tasks/page/localText.ts";

export type Theme = "system" | "light" | "dark";

/** The chosen theme; kept in localStorage, where `index.html` reads it before the first paint. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(readTheme);
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    writeLocal("theme", theme === "system" ? null : theme);
  }, [theme]);
  return [theme, setTheme];
}

function readTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === "light" || theme === "dark" ? theme : "system";
}
