// Goes through the operations of the API with the generated client: node build/tour.js URL GOOD.wav BROKEN.mp3, the token in AUDIOSERVER_TOKEN.
// Prints a line a step; ends with 1 at the first that does not hold.
import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { readFile } from "node:fs/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema.js";

type ListedAudioFile = components["schemas"]["ListedAudioFile"];

const [baseUrl, good, broken] = process.argv.slice(2) as [string, string, string];
const token = process.env["AUDIOSERVER_TOKEN"];
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

// The body of an upload is the file itself; what the document calls a binary string is a Blob here.
const raw = { headers: { "Content-Type": "application/octet-stream" }, bodySerializer: (body: unknown) => body as Blob };

async function step(name: string, run: () => Promise<void>): Promise<void> {
  await run();
  console.log(name);
}

const content = await readFile(good);

await step("sign-in by token", async () => {
  const { data } = await client.GET("/api/v1/me");
  assert.equal(data?.name, "ts");
});

await step("upload raw", async () => {
  const { data, response } = await client.POST("/api/v1/audio", {
    params: { query: { name: "raw.wav", label: ["tour:ts"] } },
    body: (await openAsBlob(good)) as unknown as string,
    ...raw,
  });
  assert.equal(response.status, 201);
  assert.equal(data?.size, content.length);
  assert.equal(response.headers.get("Location"), `/api/v1/audio/${data.id}`);
});

await step("upload multipart", async () => {
  const form = new FormData();
  form.append("file", await openAsBlob(good), "form.wav");
  const { data } = await client.POST("/api/v1/audio", {
    params: { query: { label: ["tour:ts"] } },
    body: { file: "" },
    bodySerializer: () => form,
  });
  assert.equal(data?.name, "form.wav");
  assert.deepEqual(data.labels, { tour: "ts" });
});

await step("wait for the verdict", async () => {
  const { data } = await client.POST("/api/v1/audio", {
    params: { query: { name: "proved.wav", wait: 60, label: ["tour:ts"] } },
    body: (await openAsBlob(good)) as unknown as string,
    ...raw,
  });
  assert.equal(data?.verification.state, "ok");
  assert.equal(data.durationSource, "decoded");
});

await step("list with filters, and page to the end", async () => {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await client.GET("/api/v1/audio", {
      params: { query: { label: ["tour:ts"], maxduration: 300, sort: "name", limit: 2, ...(cursor === undefined ? {} : { cursor }) } },
    });
    assert.ok(data);
    names.push(...data.items.map((file: ListedAudioFile) => file.name ?? ""));
    cursor = data.next ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(names, ["form.wav", "proved.wav", "raw.wav"]);
});

const file = (await client.GET("/info", { params: { query: { name: "proved.wav" } } })).data;
assert.ok(file);
const byId = { path: { id: file.id } };

await step("info", async () => {
  const { data } = await client.GET("/api/v1/audio/{id}", { params: byId });
  assert.deepEqual(data, file);
});

await step("download with a range", async () => {
  const whole = await client.GET("/api/v1/audio/{id}/content", { params: byId, parseAs: "arrayBuffer" });
  assert.ok(whole.data);
  assert.deepEqual(Buffer.from(whole.data as ArrayBuffer), content);
  const part = await client.GET("/api/v1/audio/{id}/content", { params: { ...byId, header: { Range: "bytes=44-143" } }, parseAs: "arrayBuffer" });
  assert.equal(part.response.status, 206);
  assert.deepEqual(Buffer.from(part.data as ArrayBuffer), content.subarray(44, 144));
});

await step("report", async () => {
  const { data } = await client.GET("/api/v1/audio/{id}/report", { params: byId });
  assert.equal(data?.state, "ok");
  assert.equal(data.measured?.sampleCount, file.sampleCount);
});

await step("waveform", async () => {
  const { data } = await client.GET("/api/v1/audio/{id}/waveform", { params: { ...byId, query: { pixels: 100 } } });
  const waveform = data as components["schemas"]["Waveform"];
  assert.equal(waveform.data.length, 2 * waveform.length);
});

await step("change", async () => {
  const { data } = await client.PATCH("/api/v1/audio/{id}", {
    params: byId,
    body: { name: "renamed.wav", labels: { tour: null } },
    headers: { "Content-Type": "application/merge-patch+json" },
  });
  assert.equal(data?.name, "renamed.wav");
  assert.deepEqual(data.labels, {});
});

await step("delete", async () => {
  const { response } = await client.DELETE("/api/v1/audio/{id}", { params: byId });
  assert.equal(response.status, 204);
});

await step("error: not found", async () => {
  const { error, response } = await client.GET("/api/v1/audio/{id}", { params: byId });
  assert.equal(response.status, 404);
  assert.equal(error?.code, "not_found");
});

await step("error: a misspelt value", async () => {
  const { error } = await client.GET("/api/v1/audio", { params: { query: { limit: 0 } } });
  assert.equal(error?.code, "invalid_parameter");
  assert.ok(error.errors?.["limit"]);
});

await step("error: broken audio", async () => {
  const { error, response } = await client.POST("/api/v1/audio", {
    params: { query: { name: "broken.mp3", wait: 60, onbroken: "discard" } },
    body: (await openAsBlob(broken)) as unknown as string,
    ...raw,
  });
  assert.equal(response.status, 422);
  assert.equal(error?.code, "audio_broken");
  assert.equal(error.finding?.code, "truncated");
});

await step("error: a wrong token", async () => {
  const { error } = await client.GET("/api/v1/me", { headers: { Authorization: "Bearer aus_wrong" } });
  assert.equal(error?.code, "invalid_token");
});
