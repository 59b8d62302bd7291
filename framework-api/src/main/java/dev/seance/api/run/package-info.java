// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** What the host lends an extension while a step runs, and how the extension answers when it cannot go on. */
package dev.seance.api.run;
