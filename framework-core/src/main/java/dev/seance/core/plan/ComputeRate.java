// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.core.plan;

import dev.seance.api.run.UserError;
import dev.seance.core.text.NearestName;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * How fast something trains and what an hour of it costs.
 *
 * @param name what it is called in a plan
 * @param flops floating-point operations a second that a training reaches, as
 *     {@link dev.seance.api.model.ModelConfig#flopsPerToken} counts them
 * @param usdPerHour its price; 0 for one's own machine
 * @param memoryBytes what it holds, where that is known
 */
public record ComputeRate(String name, double flops, double usdPerHour, OptionalLong memoryBytes) {

    /**
     * One H100: 36 % of the 989 TFLOP/s of its data sheet in bf16, as Seance's program for the published model was measured
     * there (docs/LOG.md, 27 November 2026); the 7 dollars an hour of the published run; and the 80 GB of its memory.
     */
    private static final ComputeRate H100 = new ComputeRate("h100", 0.36 * 989e12, 7, OptionalLong.of(80_000_000_000L));

    private static final List<ComputeRate> NAMED = List.of(H100);

    public ComputeRate {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(memoryBytes, "memoryBytes");
        if (!(flops > 0) || !(usdPerHour >= 0)) {
            throw new IllegalArgumentException(name + ": " + flops + " FLOP/s at " + usdPerHour + " USD an hour");
        }
    }

    /** This machine, at a speed that was measured. */
    static ComputeRate ofThisMachine(double flops) {
        return new ComputeRate("this machine", flops, 0, OptionalLong.of(HostMemory.total()));
    }

    /** The same at another price. */
    ComputeRate at(double usd) {
        return new ComputeRate(name, flops, usd, memoryBytes);
    }

    /**
     * A device plans can be made for without having it.
     *
     * @throws UserError when there is none of that name, listing those there are
     */
    public static ComputeRate named(String name) {
        return NAMED.stream()
                .filter(rate -> rate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("--device: unknown device '" + name + "'"
                        + NearestName.hint(
                                name, NAMED.stream().map(ComputeRate::name).toList())));
    }
}
