// The weights of all of a dispatch's jobs, one job's after the other's.

@group(0) @binding(3) var<storage, read> weights: array<stored>;
