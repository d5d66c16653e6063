/** The console in a real browser, before a real master. */
package io.lynceus.systemtests.browser;
