import type { ReactNode } from "react";
import styles from "./SettingGroups.module.css";

interface SettingGroupsProps<Item> {
  items: readonly Item[];
  groupOf: (item: Item) => string;
  /** The control of one, with a key. */
  children: (item: Item) => ReactNode;
}

/** Settings under the names of their groups, in the order in which these first come. */
export function SettingGroups<Item>({ items, groupOf, children }: SettingGroupsProps<Item>) {
  const groups = [...new Set(items.map(groupOf))];
  return (
    <div className={styles.panel}>
      {groups.map((group) => (
        <fieldset key={group} className={styles.group}>
          <legend>{group}</legend>
          <div className={styles.controls}>
            {items.filter((item) => groupOf(item) === group).map(children)}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
