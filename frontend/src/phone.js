export async function showPhone() {}
