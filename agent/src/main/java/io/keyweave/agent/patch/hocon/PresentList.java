package io.keyweave.agent.patch.hocon;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a HOCON list that has templates among them, without those that have no value: as {@code [a, ${?b}]} has one element
 * when {@code b} is undefined. An iteration sees one moment. Read-only.
 */
final class PresentList extends AbstractList<Object> {

    private final List<?> all;

    private PresentList(List<?> all) {
        this.all = all;
    }

    /** The list itself when it holds no template. */
    static List<?> of(List<?> elements) {
        if (elements instanceof PresentList) {
            return elements;
        }
        for (Object element : elements) {
            if (Presence.isTemplate(element)) {
                return new PresentList(elements);
            }
        }
        return elements;
    }

    @Override
    public Object get(int index) {
        return present().get(index);
    }

    @Override
    public int size() {
        return Presence.count(all);
    }

    @Override
    public Iterator<Object> iterator() {
        return present().iterator();
    }

    @Override
    public Object[] toArray() {
        return present().toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return present().toArray(array);
    }

    private List<Object> present() {
        List<Object> present = new ArrayList<>(all.size());
        for (@Nullable Object element : all) {
            if (element != null && !Presence.absent(element)) {
                present.add(element);
            }
        }
        return present;
    }
}
