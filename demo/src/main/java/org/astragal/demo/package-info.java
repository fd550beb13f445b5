/** Starts a developer site and shows it at work. */
package org.astragal.demo;
