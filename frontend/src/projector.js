export async function showProjector() {}
