/**
 * What games need at run time, and what stands between them and the program.
 *
 * <p>The life of a pack: a build leaves a modular jar. {@link org.astragal.packs.PackMaker} asks it
 * for its games and writes its {@linkplain org.astragal.packs.PackManifest manifest}; a laboratory
 * gives its {@linkplain org.astragal.packs.Approval approval} for exactly that logic; the maker
 * signs every entry. {@link org.astragal.packs.PackVerifier} holds all of it against what is
 * trusted here, before a class is defined. {@link org.astragal.packs.PackArchive} keeps the pack
 * with the interface it was made for, and {@link org.astragal.packs.LoadedPack} defines it from the
 * verified bytes in a module layer of its own.
 *
 * <p>Replays take pack and interface from the archive, whatever version the program has by then.
 */
package org.astragal.packs;
