/** What became of one resource. `leftOut` with words is counted and told ("resolved"); with null it is a filter that needs no mention. */
export type Mapped<T> = { item: T } | { leftOut: string | null } | { unmapped: string };
