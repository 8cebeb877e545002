/** Who may import whom: data flows one way through the folders. `npm run test:folders` checks it. */
const only = (folder, allowed) => ({
  name: `${folder}-imports`,
  comment: `${folder} may import only: ${[folder, ...allowed].join(", ")}`,
  severity: "error",
  from: { path: `^${folder}/`, pathNot: "\\.test\\.tsx?$" },
  to: {
    path: "^(src|workers|e2e|experiments|bench|pretrain|scripts|test)/",
    pathNot: `^(${[folder, ...allowed].join("|")})/`,
  },
});

/** Of a task, or of all: what the page alone imports. */
const TASK_PAGE = "^src/tasks/page/|^src/tasks/[^/]+/page/";
/** Of a task, or of all: what the commands alone import. */
const TASK_COMMANDS = "^src/tasks/commands/|^src/tasks/[^/]+/commands/";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    only("src/protocol", []),
    only("src/nn", ["src/protocol"]),
    only("src/checkpoints", ["src/nn", "src/protocol"]),
    {
      ...only("src/tasks", ["src/protocol"]),
      name: "task-loop-imports",
      comment: "A task's loop side knows the protocol alone, and no page: neither its own nor any other's.",
      from: { path: "^src/tasks/", pathNot: `\\.test\\.tsx?$|${TASK_PAGE}|${TASK_COMMANDS}` },
    },
    {
      ...only("src/tasks", ["src/protocol"]),
      name: "task-commands-imports",
      comment:
        "What the commands know of a task is built of its own loop side; running it is the commands' work.",
      from: { path: TASK_COMMANDS, pathNot: "\\.test\\.tsx?$" },
    },
    {
      name: "only-the-commands-see-task-commands",
      severity: "error",
      from: {
        path: "^(src|workers)/",
        pathNot: `\\.test\\.tsx?$|${TASK_COMMANDS}`,
      },
      to: { path: TASK_COMMANDS },
    },
    {
      ...only("src/tasks", ["src/runs", "src/ui/primitives", "src/protocol"]),
      name: "task-page-imports",
      comment:
        "A task's page side is built of its own loop side, of what runs are, and of view primitives, which are pure: they hold no state and know no task.",
      from: { path: TASK_PAGE, pathNot: "\\.test\\.tsx?$" },
    },
    {
      name: "only-the-page-sees-task-pages",
      severity: "error",
      from: {
        path: "^(src/(protocol|nn|checkpoints|tasks|seal|runs|versions)|workers|experiments|pretrain|bench)/",
        pathNot: `${TASK_PAGE}`,
      },
      to: { path: TASK_PAGE },
    },
    {
      name: "commands-know-no-page",
      severity: "error",
      from: { path: "^(experiments|bench|pretrain)/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^src/(app|ui|lessons)/" },
    },
    {
      name: "no-task-by-name",
      comment:
        "Tasks are found in src/tasks/tasks.ts, src/tasks/page/pages.ts and src/tasks/commands/tasks.ts; all else knows none of them by name, but for the choice of contexts of which recordings come with the page.",
      severity: "error",
      from: {
        path: "^(src/(protocol|nn|checkpoints|runs|seal|versions|app|ui)|workers|experiments|bench)/",
        pathNot: "\\.test\\.tsx?$|^experiments/recordedSetups\\.ts$",
      },
      to: { path: "^src/tasks/[^/]+/", pathNot: "^src/tasks/(page|commands)/" },
    },
    only("src/runs", ["src/protocol", "src/versions"]),
    only("src/seal", ["src/tasks", "src/runs", "src/protocol", "src/nn"]),
    only("src/versions", ["src/seal", "src/runs", "src/checkpoints", "src/nn", "src/tasks", "src/protocol"]),
    only("workers", [
      "src/versions",
      "src/seal",
      "src/tasks",
      "src/runs",
      "src/nn",
      "src/checkpoints",
      "src/protocol",
    ]),
    only("src/app", [
      "src/versions",
      "src/runs",
      "src/protocol",
      "src/tasks",
      "src/seal/remedies",
      "src/lessons",
      "workers",
    ]),
    only("src/lessons", ["src/runs"]),
    only("src/ui", [
      "src/app",
      "src/lessons",
      "src/versions",
      "src/runs",
      "src/protocol",
      "src/seal/remedies",
      "src/tasks",
    ]),
    {
      name: "records-of-versions-are-what-is-seen-of-them",
      comment: "What a version is, and what is asked and told of them; never what makes or merges one.",
      severity: "error",
      from: { path: "^src/(app|ui|runs)/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^src/versions/", pathNot: "^src/versions/(version|versionEvents)\\.ts$" },
    },
    {
      name: "records-of-versions-are-a-leaf",
      severity: "error",
      from: { path: "^src/versions/(version|versionEvents)\\.ts$" },
      to: { path: "^src/(?!protocol/|versions/version\\.ts$)" },
    },
    {
      name: "only-types-of-nn",
      severity: "error",
      from: { path: "^src/(seal|versions)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^src/nn/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "primitives-are-pure",
      comment:
        "View primitives may be used by every task's page, so they know neither the page's state nor a task.",
      severity: "error",
      from: { path: "^src/ui/primitives/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "^(src|workers)/", pathNot: "^src/(ui/primitives|protocol)/" },
    },
    {
      name: "only-nn-knows-tensorflow",
      severity: "error",
      from: { path: "^(src|workers)/", pathNot: "^src/nn/" },
      to: { path: "node_modules/@tensorflow" },
    },
    {
      name: "zod-through-one-file",
      comment:
        "One import of zod's other form, and the page loads all of it: `z` comes from src/protocol/zod.ts.",
      severity: "error",
      from: { path: "^(src|workers)/", pathNot: "^src/protocol/zod\\.ts$" },
      to: { path: "node_modules/zod" },
    },
    {
      name: "engine-knows-no-react",
      severity: "error",
      from: {
        path: "^(src/(protocol|nn|checkpoints|tasks|runs|seal|versions)|workers)/",
        pathNot: TASK_PAGE,
      },
      to: { path: "node_modules/(react|react-dom|zustand|radix-ui|lucide-react)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "src/nn/kernels/wasm/(assembly|build)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.node.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js", ".json"] },
  },
};
