// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
/** What the host provides to an extension while a step runs, and the exceptions by which the extension ends it. */
package dev.seance.api.run;
