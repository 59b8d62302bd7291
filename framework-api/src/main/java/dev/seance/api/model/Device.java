// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.model;

/** What a backend computes on. */
public enum Device {
    CPU,
    CUDA
}
