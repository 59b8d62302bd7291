// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.api.testing;

import dev.seance.api.model.ModelFamilies;
import dev.seance.api.model.ModelFamily;
import dev.seance.api.plugin.ExtensionSpec;
import dev.seance.api.run.UserError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Families as the host would find them, by the names they are described with. */
public final class TestFamilies implements ModelFamilies {

    private final Map<String, ModelFamily<?>> families = new TreeMap<>();

    private TestFamilies() {}

    public static TestFamilies of(ModelFamily<?>... families) {
        TestFamilies all = new TestFamilies();
        for (ModelFamily<?> family : families) {
            all.families.put(
                    family.getClass().getAnnotation(ExtensionSpec.class).name(), family);
        }
        return all;
    }

    @Override
    public List<String> names() {
        return List.copyOf(families.keySet());
    }

    @Override
    public ModelFamily<?> family(String architecture) {
        ModelFamily<?> family = families.get(architecture);
        if (family == null) {
            throw new UserError("there is no architecture '" + architecture + "' (have: " + families.keySet() + ")");
        }
        return family;
    }
}
