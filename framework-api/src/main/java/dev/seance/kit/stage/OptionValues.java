// Copyright the Seance authors.
// SPDX-License-Identifier: Apache-2.0
package dev.seance.kit.stage;

import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An options record as plain values, which can be serialised where the record cannot: by component's name, each a string,
 * a number, a boolean, a list or a map of such, or null for an empty {@link Optional}. Enums are their names, paths are
 * absolute and strings.
 */
public record OptionValues(Map<String, Object> values) implements Serializable {

    public OptionValues {
        values = new LinkedHashMap<>(values);
    }

    /** The values of an options record. */
    public static OptionValues of(Record options) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            try {
                values.put(component.getName(), plain(component.getAccessor().invoke(options)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalArgumentException("cannot read option " + component.getName() + " of " + options, e);
            }
        }
        return new OptionValues(values);
    }

    private static Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(OptionValues::plain).orElse(null);
        }
        if (value instanceof Record group) {
            return new LinkedHashMap<>(of(group).values());
        }
        if (value instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(OptionValues::plain).toList());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, one) -> plain.put(String.valueOf(plain(key)), plain(one)));
            return plain;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Path path) {
            return path.toAbsolutePath().toString();
        }
        return value;
    }

    /** The options record of a class again. */
    public <R extends Record> R as(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            arguments[i] = typed(values.get(components[i].getName()), components[i].getGenericType());
        }
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make " + type.getName() + " of " + values, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Object typed(Object value, Type type) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        if (raw == Optional.class) {
            return Optional.ofNullable(value).map(given -> typed(given, argument(type, 0)));
        }
        if (raw == List.class) {
            return ((List<Object>) value)
                    .stream().map(one -> typed(one, argument(type, 0))).toList();
        }
        if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            ((Map<String, Object>) value)
                    .forEach((key, one) -> map.put(typed(key, argument(type, 0)), typed(one, argument(type, 1))));
            return map;
        }
        if (raw.isRecord()) {
            return new OptionValues((Map<String, Object>) value).as(raw.asSubclass(Record.class));
        }
        if (raw.isEnum()) {
            return constant(raw.asSubclass(Enum.class), (String) value);
        }
        if (raw == Path.class) {
            return Path.of((String) value);
        }
        return value;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object constant(Class<? extends Enum> type, String name) {
        return Enum.valueOf(type, name);
    }
}
