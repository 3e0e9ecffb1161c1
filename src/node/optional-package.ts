/**
 * Loads an npm package that only the command line needs, so that everything else installs without it.
 * @param use what it is for, to complete "which …"
 * @throws Error saying how to get it, where it is missing or does not run on this machine
 */
export async function optionalPackage<Module>(name: string, use: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new Error(
      `Expected the npm package ${name}, which ${use}; it could not be loaded (${String(reason)}). Run: npm install ${name}`,
      { cause },
    );
  }
}
