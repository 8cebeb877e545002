import { createServer } from "node:http";
import { expect, type FrameLocator, type Page, test } from "@playwright/test";
import { startStaticHost } from "./staticHost.ts";

/** What a page of another site shows of an address, in a frame that it shuts off or not. */
async function inFrame(
  page: Page,
  address: string,
  sandbox: string | null,
  look: (frame: FrameLocator) => Promise<void>,
): Promise<void> {
  const attributes = sandbox === null ? "" : ` sandbox="${sandbox}"`;
  const course = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(
      `<!doctype html><iframe src="${address}"${attributes} style="width:100%;height:90vh"></iframe>`,
    );
  }).listen(0);
  try {
    const at = course.address();
    await page.goto(`http://localhost:${typeof at === "object" ? at?.port : ""}/`);
    await look(page.frameLocator("iframe"));
  } finally {
    course.close();
  }
}

/** The same server under another name is another site. */
const elsewhere = (url = "") => url.replace("localhost", "127.0.0.1");

test("a frame that refuses the page its workers says so, and one that refuses its code too", async ({
  page,
  baseURL,
}) => {
  const host = await startStaticHost();
  try {
    await inFrame(page, `${elsewhere(host.url)}?embed=1`, "allow-scripts", async (frame) => {
      await expect(frame.getByText("The browser refuses this page a worker")).toBeVisible();
      await expect(frame.getByText("open it in a tab of its own")).toBeVisible();
    });
  } finally {
    await host.close();
  }
  await inFrame(page, `${elsewhere(baseURL)}/?embed=1`, "allow-scripts", (frame) =>
    expect(frame.getByText("Open this page in a tab of its own")).toBeVisible(),
  );
});

test("other sites may frame the embedded form and nothing else", async ({ page, baseURL }) => {
  await inFrame(page, `${elsewhere(baseURL)}/?embed=1`, null, (frame) =>
    expect(frame.getByRole("heading", { level: 1 })).toBeVisible(),
  );
  const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
  await inFrame(page, `${elsewhere(baseURL)}/`, null, async (frame) => {
    await refused;
    await expect(frame.getByRole("heading", { level: 1 })).toHaveCount(0);
  });
});
