package dev.lift.local;

import dev.lift.lambda.LiftHandler;
import java.lang.reflect.InvocationTargetException;

/** Makes the function from the name of its class, as the Lambda runtime does. The one use of reflection in Lift. */
final class FunctionClass {
    private FunctionClass() {}

    static LiftHandler instantiate(String name, ClassLoader loader) {
        String className = name.endsWith("::handleRequest") ? name.substring(0, name.indexOf("::")) : name;
        try {
            Class<?> type = Class.forName(className, true, loader);
            Object function = type.getDeclaredConstructor().newInstance();
            if (function instanceof LiftHandler handler) {
                return handler;
            }
            throw new StartFailure(className + " does not extend " + LiftHandler.class.getName());
        } catch (ClassNotFoundException absent) {
            throw new StartFailure("There is no class " + className + " on the class path");
        } catch (NoSuchMethodException | IllegalAccessException hidden) {
            throw new StartFailure(className + " needs to be public and have a public constructor without parameters");
        } catch (InstantiationException notConcrete) {
            throw new StartFailure(className + " is abstract");
        } catch (InvocationTargetException failed) {
            throw new StartFailure("The constructor of " + className + " failed: " + failed.getCause());
        } catch (LinkageError broken) {
            throw new StartFailure(className + " can not be loaded: " + broken);
        }
    }
}
