// What the page's modules know of the contract: the types generated from docs/openapi.json, by method and path.
import type { components, paths } from "./generated/schema.js";

export type Schemas = components["schemas"];
export type Method = "get" | "post" | "patch" | "delete";

/** The paths that have the method. */
export type PathOf<M extends Method> = { [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never }[keyof paths];

type Operation<M extends Method, P extends PathOf<M>> = paths[P][M];
type Parameters<O, In extends string> = O extends { parameters: infer All } ? (In extends keyof All ? NonNullable<All[In]> : never) : never;
type Needed<Key extends string, Value> = [Value] extends [never] ? { [K in Key]?: undefined } : { [K in Key]: Value };
type Optional<Key extends string, Value> = [Value] extends [never] ? { [K in Key]?: undefined } : { [K in Key]?: Value };
type Body<O> = O extends { requestBody: { content: infer Content } } ? Content[keyof Content] : O extends { requestBody?: { content: infer Content } } ? Content[keyof Content] : never;

/** What the address of a call takes. */
export type Address<M extends Method, P extends PathOf<M>> = Needed<"path", Parameters<Operation<M, P>, "path">> & Optional<"query", Parameters<Operation<M, P>, "query">>;

/** What a call takes. */
export type Call<M extends Method, P extends PathOf<M>> = Address<M, P> & Optional<"body", Body<Operation<M, P>>> & { signal?: AbortSignal };

/** What a call that succeeds answers, as JSON; undefined where there is no body. */
export type Answer<M extends Method, P extends PathOf<M>> = Operation<M, P> extends { responses: infer All }
  ? { [S in keyof All & (200 | 201 | 202 | 204)]: All[S] extends { content: { "application/json": infer Json } } ? Json : undefined }[keyof All & (200 | 201 | 202 | 204)]
  : never;
