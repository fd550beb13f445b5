/** What a certified game is: a pure function over bets, draws and choices. */
package org.astragal.games.api;
