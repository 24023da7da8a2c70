package io.keyweave.observability;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.jspecify.annotations.Nullable;

/**
 * Shows the getters of an MXBean interface, with the types an MXBean would have. The JDK's own would call them by reflection, and the agent's
 * module exports nothing to it.
 */
final class OpenBean implements DynamicMBean {

    /**
     * The getters of one MXBean interface, for all beans that have them: a thousand beans with a description each are megabytes that every scrape would
     * walk through.
     */
    static final class Getters {
        private final Map<String, Method> byAttribute = new HashMap<>();
        private final MBeanInfo info;

        Getters(Class<?> view) {
            List<MBeanAttributeInfo> attributes = new ArrayList<>();
            for (Method method : view.getMethods()) {
                boolean flag = method.getName().startsWith("is");
                if (flag || method.getName().startsWith("get")) {
                    String name = method.getName().substring(flag ? 2 : 3);
                    byAttribute.put(name, method);
                    attributes.add(new MBeanAttributeInfo(name, typeOf(method), name, true, false, flag));
                }
            }
            this.info = new MBeanInfo(
                    view.getName(),
                    view.getSimpleName(),
                    attributes.toArray(new MBeanAttributeInfo[0]),
                    null,
                    null,
                    null);
        }

        private static String typeOf(Method method) {
            Class<?> type = method.getReturnType();
            if (type == Map.class) {
                return "javax.management.openmbean.TabularData";
            }
            if (type == List.class) {
                boolean texts = method.getGenericReturnType().getTypeName().endsWith("<java.lang.String>");
                return texts ? String[].class.getName() : CompositeData[].class.getName();
            }
            return type.getName();
        }
    }

    /** Not one array for each call, as {@code invoke(bean)} makes them: a scrape of a thousand secrets calls ten thousand getters. */
    private static final Object[] NO_ARGUMENTS = {};

    private final Getters getters;
    private final Supplier<? extends @Nullable Object> now;

    /** @param now what has the getters, asked once for each request; {@code null} when that is no longer there */
    OpenBean(Getters getters, Supplier<? extends @Nullable Object> now) {
        this.getters = getters;
        this.now = now;
    }

    @Override
    public @Nullable Object getAttribute(String attribute) throws AttributeNotFoundException, ReflectionException {
        return valueOf(attribute, now.get());
    }

    private @Nullable Object valueOf(String attribute, @Nullable Object bean)
            throws AttributeNotFoundException, ReflectionException {
        Method getter = getters.byAttribute.get(attribute);
        if (getter == null) {
            throw new AttributeNotFoundException(attribute);
        }
        if (bean == null) {
            throw new ReflectionException(new IllegalStateException("nobody uses it any more"), attribute);
        }
        try {
            return open(getter.invoke(bean, NO_ARGUMENTS));
        } catch (InvocationTargetException | IllegalAccessException | OpenDataException e) {
            throw new ReflectionException(e, attribute);
        }
    }

    private static @Nullable Object open(@Nullable Object value)
            throws OpenDataException, InvocationTargetException, IllegalAccessException {
        if (value instanceof Map<?, ?> map) {
            return table(map);
        }
        if (!(value instanceof List<?> list)) {
            return value;
        }
        if (list.isEmpty() || list.get(0) instanceof String) {
            return list.toArray(new String[0]);
        }
        CompositeData[] rows = new CompositeData[list.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(list.get(i));
        }
        return rows;
    }

    private static CompositeData row(Object bean)
            throws OpenDataException, InvocationTargetException, IllegalAccessException {
        Map<String, Object> values = new TreeMap<>();
        for (Method method : bean.getClass().getDeclaredMethods()) {
            String name = method.getName();
            if (name.startsWith("get") && method.getParameterCount() == 0) {
                values.put(Character.toLowerCase(name.charAt(3)) + name.substring(4), open(method.invoke(bean)));
            }
        }
        String type = bean.getClass().getName();
        String[] names = values.keySet().toArray(new String[0]);
        OpenType<?>[] types = new OpenType<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            types[i] = type(values.get(names[i]));
        }
        return new CompositeDataSupport(new CompositeType(type, type, names, names, types), values);
    }

    private static OpenType<?> type(@Nullable Object value) throws OpenDataException {
        return value instanceof String[]
                ? new ArrayType<String[]>(1, SimpleType.STRING)
                : value instanceof Integer
                        ? SimpleType.INTEGER
                        : value instanceof Long
                                ? SimpleType.LONG
                                : value instanceof Double ? SimpleType.DOUBLE : SimpleType.STRING;
    }

    private static TabularDataSupport table(Map<?, ?> map) throws OpenDataException {
        String[] names = {"key", "value"};
        OpenType<?> type =
                map.isEmpty() ? SimpleType.STRING : type(map.values().iterator().next());
        CompositeType row = new CompositeType("row", "row", names, names, new OpenType<?>[] {SimpleType.STRING, type});
        TabularDataSupport table = new TabularDataSupport(new TabularType("map", "map", row, new String[] {"key"}));
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            table.put(new CompositeDataSupport(row, names, new Object[] {entry.getKey(), entry.getValue()}));
        }
        return table;
    }

    @Override
    public AttributeList getAttributes(String[] attributes) {
        AttributeList list = new AttributeList(attributes.length);
        Object bean = now.get();
        for (String attribute : attributes) {
            try {
                list.add(new Attribute(attribute, valueOf(attribute, bean)));
            } catch (AttributeNotFoundException | ReflectionException e) {
                // Left out, as the contract has it.
            }
        }
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("read-only");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] parameters, String[] signature) throws ReflectionException {
        throw new ReflectionException(new NoSuchMethodException(action));
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return getters.info;
    }
}
