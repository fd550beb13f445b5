/** The reference games, with exact theoretical returns. */
package org.astragal.games.reference;
